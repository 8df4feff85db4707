import { Badge, Button, Menu, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Day } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import { DAY_MARKS, type DayMark as Mark, markOf } from "../dayMarks";
import { useDayStates, useMarkDay } from "../queries";
import classes from "./Feed.module.css";

interface DayMarkProps {
  clientId: string;
  day: Day;
  today: Day;
}

/** What somebody has said of a day as a whole, and a menu to say it: complete, not complete, or excused. */
export function DayMark({ clientId, day, today }: DayMarkProps) {
  const { t } = useTranslation();
  const state = useDayStates(clientId).data?.get(day);
  const { mutate, isPending, error } = useMarkDay(clientId);
  const mark = state && markOf(state);
  const choose = (chosen: Mark | null) => mutate({ day, mark: chosen });
  return (
    <div>
      <Menu position="bottom-end" withinPortal={false} returnFocus>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="subtle"
            className={classes.target}
            loading={isPending}
            aria-label={
              mark
                ? t("progress:day.marked", { mark: t(`progress:day.mark.${mark}`) })
                : t("progress:day.set")
            }
          >
            {mark ? (
              <Badge
                size="sm"
                variant="light"
                c="var(--mantine-color-text)"
                tt="none"
                style={{ cursor: "inherit" }}
              >
                {t(`progress:day.mark.${mark}`)}
              </Badge>
            ) : (
              t("progress:day.set")
            )}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {DAY_MARKS.map((one) => (
            <Menu.Item
              key={one}
              className={classes.target}
              disabled={one === mark}
              onClick={() => choose(one)}
            >
              {t(`progress:day.mark.${one}`)}
              <Text size="xs" c="dimmed">
                {t(
                  day === today && one === "complete"
                    ? "progress:day.effectToday"
                    : `progress:day.effect.${one}`,
                )}
              </Text>
            </Menu.Item>
          ))}
          {mark && (
            <Menu.Item className={classes.target} onClick={() => choose(null)}>
              {t("progress:day.clear")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {error && (
        <Text size="xs" c="red" role="alert">
          {describeError(error, t)}
        </Text>
      )}
    </div>
  );
}
