import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { WeightFormat } from "../../../account/weightUnit";
import type { SessionDocument } from "./document";
import { setsDone } from "./setRows";

interface SessionSummaryProps {
  document: SessionDocument;
  weights: WeightFormat;
  /** Absent for those who only look. */
  onReopen?: () => void;
}

/** What a finished session came to. */
export function SessionSummary({ document, weights, onReopen }: SessionSummaryProps) {
  const { t } = useTranslation();
  const { completion, exercises } = document;
  const work = exercises.flatMap(({ done }) => done.filter((set) => !set.is_warmup));
  const sets = Math.ceil(exercises.reduce((sum, one) => sum + setsDone(one), 0));
  const volume = work.reduce((sum, { kg, reps }) => sum + (kg ?? 0) * (reps ?? 0), 0);
  return (
    <Alert color="teal" role="status" title={t("trainingClient:finished")}>
      <Text size="sm">
        {[
          completion?.duration_min && t("trainingClient:minutes", { count: completion.duration_min }),
          t("trainingClient:sets", { count: sets }),
          volume > 0 && weights.weight(volume),
          completion?.rpe && t("training:target.rpe", { value: completion.rpe }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      {completion?.notes && <Text size="sm">{completion.notes}</Text>}
      {onReopen && (
        <Group gap="xs" mt="xs">
          <Button component={Link} to="/training/progress" size="sm">
            {t("trainingClient:toProgress")}
          </Button>
          <Button variant="default" size="sm" onClick={onReopen}>
            {t("trainingClient:reopen")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
