import { NativeSelect, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../foundation/calendar";
import { conflictIn } from "../../foundation/conflict";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import touch from "../../foundation/touch.module.css";
import { DAY_MARKS, type DayMark as Mark, markOf } from "../dayMarks";
import { useDayStates, useMarkDay } from "../queries";
import classes from "./Feed.module.css";

interface DayMarkProps {
  clientId: string;
  day: Day;
  today: Day;
}

/** What somebody has said of a day as a whole, and a choice to say it: complete, not complete, or excused. */
export function DayMark({ clientId, day, today }: DayMarkProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useDayStates(clientId).data?.get(day);
  const { mutate, isPending, error, variables } = useMarkDay(clientId);
  const mark = state && markOf(state);
  const effect =
    mark === "complete" && day === today
      ? "progress:day.effectToday"
      : mark && (`progress:day.effect.${mark}` as const);
  return (
    <div className={classes.dayMark}>
      <NativeSelect
        size="xs"
        aria-label={t("progress:day.label", { day: format.day(day) })}
        classNames={{ input: touch.target }}
        data-marked={mark || undefined}
        value={mark ?? ""}
        disabled={isPending}
        onChange={(event) =>
          mutate({
            day,
            mark: (event.currentTarget.value || null) as Mark | null,
            seenAt: state?.created_at,
          })
        }
        data={[
          { value: "", label: t(mark ? "progress:day.clear" : "progress:day.set") },
          ...DAY_MARKS.map((one) => ({ value: one, label: t(`progress:day.mark.${one}`) })),
        ]}
      />
      {effect && (
        <Text size="xs" c="dimmed" ta="end">
          {t(effect)}
        </Text>
      )}
      {error && (
        <Text size="xs" c="red" role="alert">
          {describeError(error, t)}{" "}
          {conflictIn(error) &&
            variables &&
            t("app:conflict.yours", {
              value: variables.mark ? t(`progress:day.mark.${variables.mark}`) : t("progress:day.clear"),
            })}
        </Text>
      )}
    </div>
  );
}
