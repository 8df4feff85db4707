import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ConflictNote } from "../../../foundation/ConflictNote";
import { conflictIn } from "../../../foundation/conflict";
import { describeError } from "../../../foundation/describeError";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import type { Plan } from "../api";
import { planDifferences } from "./planDifferences";

interface PlanFailureProps {
  error: Error | null;
  /** The plan that was looked at when somebody chose to do it. */
  seen: Plan;
  /** The button that does it to the plan as it is now. */
  doIt: string;
  isPending: boolean;
  onDoIt: (version: number) => void;
  onCancel: () => void;
}

/** Why a plan was not activated or deleted. Of a plan that has changed meanwhile it shows both values. */
export function PlanFailure({ error, seen, doIt, isPending, onDoIt, onCancel }: PlanFailureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!error) return null;
  const conflict = conflictIn(error);
  if (!conflict) {
    return (
      <Alert color="red" role="alert" title={t("progressCoach:plans.failed")}>
        {describeError(error, t)}
      </Alert>
    );
  }
  const both = { now: shownOf(conflict.now as object as Plan), yours: shownOf(seen) };
  return (
    <ConflictNote
      conflict={conflict}
      values={planDifferences({ ...conflict, ...both }, t, format)}
      isSeen
      saveLabel={doIt}
      isSaving={isPending}
      onKeepNow={onCancel}
      onSaveYours={() => onDoIt(conflict.version)}
    />
  );
}

function shownOf({ type, title, start_date, end_date, config_json }: Plan): Record<string, unknown> {
  return { type, title, start_date, end_date, config_json };
}
