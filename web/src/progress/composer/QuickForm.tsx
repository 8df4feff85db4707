import type { Day } from "../../foundation/calendar";
import type { QuickKind } from "./QuickActions";
import { QuickMood } from "./QuickMood";
import { QuickNumber } from "./QuickNumber";
import { QuickWorkout } from "./QuickWorkout";
import type { EntryWords } from "./useEntryWords";

export interface QuickFormProps {
  clientId: string;
  kind: QuickKind;
  words: EntryWords;
  /** The client's day. */
  today: Day;
  submit: (text: string) => Promise<void>;
}

/** The form of one quick entry. */
export default function QuickForm({ kind, ...props }: QuickFormProps) {
  if (kind === "mood") return <QuickMood {...props} />;
  if (kind === "workout") return <QuickWorkout {...props} />;
  return <QuickNumber key={kind} kind={kind} {...props} />;
}
