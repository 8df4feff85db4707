import type { QuickKind } from "./QuickActions";
import { QuickMood } from "./QuickMood";
import { QuickNumber } from "./QuickNumber";
import { QuickWorkout } from "./QuickWorkout";

interface QuickFormProps {
  clientId: string;
  kind: QuickKind;
  submit: (text: string) => Promise<void>;
}

/** The form of one quick entry. */
export default function QuickForm({ clientId, kind, submit }: QuickFormProps) {
  if (kind === "mood") return <QuickMood submit={submit} />;
  if (kind === "workout") return <QuickWorkout submit={submit} />;
  return <QuickNumber key={kind} clientId={clientId} kind={kind} submit={submit} />;
}
