import type { QuickKind } from "./QuickActions";
import { QuickMood } from "./QuickMood";
import { QuickNumber } from "./QuickNumber";
import { QuickWorkout } from "./QuickWorkout";
import type { EntryWords } from "./useEntryWords";

interface QuickFormProps {
  clientId: string;
  kind: QuickKind;
  words: EntryWords;
  submit: (text: string) => Promise<void>;
}

/** The form of one quick entry. */
export default function QuickForm({ clientId, kind, words, submit }: QuickFormProps) {
  if (kind === "mood") return <QuickMood words={words} submit={submit} />;
  if (kind === "workout") return <QuickWorkout words={words} submit={submit} />;
  return <QuickNumber key={kind} clientId={clientId} kind={kind} words={words} submit={submit} />;
}
