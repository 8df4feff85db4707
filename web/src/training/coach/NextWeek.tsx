import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useWeightFormat } from "../../account/weightUnit";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import { useName } from "../exercises";
import { useNextWeek } from "../queries";
import { describeTarget } from "../target";

/** What the next week asks for, as far as it is known today. */
export function NextWeek({ programId, clientId }: { programId: string; clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const weights = useWeightFormat();
  const nameOf = useName();
  const next = useNextWeek(clientId, programId, true);
  if (next.error)
    return <LoadError error={next.error} retry={() => next.refetch()} retrying={next.isFetching} />;
  if (!next.data) return <LoadingBlock height={80} />;
  if (next.data.length === 0) return <Text size="sm">{t("trainingCoach:program.noNext")}</Text>;
  return next.data.map((workout) => (
    <section key={workout.position} aria-label={workout.title}>
      <Text size="sm" fw={600}>
        {[workout.title, workout.scheduled_on && format.longDay(workout.scheduled_on)]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      <List size="sm">
        {workout.exercises.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one exercise may stand there twice
          <List.Item key={`${index} ${one.name_en}`}>
            {nameOf(one)}: {describeTarget(one, weights, t, format)}
            {one.target_kg !== null && one.load_kind !== "kg" && ` (${weights.weight(one.target_kg)})`}
          </List.Item>
        ))}
      </List>
    </section>
  ));
}
