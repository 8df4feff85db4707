import { Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Day } from "../../../foundation/calendar";
import { useFormat, useLanguage } from "../../../foundation/i18n/useLanguage";
import { Panel } from "../../../foundation/Panel";
import type { SessionRow } from "../api";
import { EarlierLater } from "../EarlierLater";
import classes from "./programme.module.css";
import { SessionList } from "./SessionList";
import { addMonths, dayOf, nextSession, weeksOfMonth } from "./week";

/** The sessions of a month by day. A day opens its sessions. */
export function Calendar({ sessions, today }: { sessions: SessionRow[]; today: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const [month, setMonth] = useState(today.slice(0, 7));
  const [chosen, setChosen] = useState<Day | null>(null);
  const weeks = weeksOfMonth(month);
  const on = (day: Day) => sessions.filter((one) => dayOf(one) === day);
  const name = new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
  const here = chosen ? on(chosen) : [];
  return (
    <Panel
      title={t("trainingClient:calendar.title")}
      action={
        <EarlierLater
          labels={{
            earlier: t("trainingClient:calendar.earlier"),
            later: t("trainingClient:calendar.later"),
          }}
          onStep={(by) => setMonth(addMonths(month, by))}
        />
      }
    >
      <Stack gap="xs">
        <table className={classes.month}>
          <caption>
            <Text span size="sm" fw={600}>
              {name}
            </Text>
          </caption>
          <thead>
            <tr>
              {weeks[0]?.map((day) => (
                <th key={day} scope="col">
                  {format.weekday(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => {
                  const there = on(day);
                  const has = there.some(({ status }) => status === "finished")
                    ? "finished"
                    : there.length > 0
                      ? "planned"
                      : undefined;
                  const number = Number(day.slice(8));
                  const marks = {
                    className: classes.day,
                    "data-outside": day.slice(0, 7) !== month || undefined,
                    "data-today": day === today || undefined,
                  };
                  return (
                    <td key={day}>
                      {has ? (
                        <UnstyledButton
                          {...marks}
                          data-has={has}
                          data-chosen={day === chosen || undefined}
                          aria-pressed={day === chosen}
                          aria-label={t("trainingClient:calendar.day", {
                            day: format.longDay(day),
                            titles: format.list(
                              there.map(
                                ({ title, status }) =>
                                  `${title || t("trainingClient:session")} (${t(`trainingClient:mark.${status}`)})`,
                              ),
                            ),
                          })}
                          onClick={() => setChosen(day === chosen ? null : day)}
                        >
                          {number}
                        </UnstyledButton>
                      ) : (
                        <span {...marks}>{number}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {here.length > 0 && <SessionList sessions={here} next={nextSession(sessions)} today={today} />}
      </Stack>
    </Panel>
  );
}
