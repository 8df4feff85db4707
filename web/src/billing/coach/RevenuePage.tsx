import { Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { browserTimeZone, dayIn } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { QueryPanel } from "../../foundation/Panel";
import type { Month } from "../api";
import classes from "../billing.module.css";
import { useRevenue } from "../queries";
import { TabbedPage } from "../TabbedPage";
import { useMoney } from "../useMoney";
import { MonthlyBars } from "./MonthlyBars";
import { everyMonth, monthsBack, SERIES } from "./revenue";
import { coachTabs } from "./tabs";

const SPANS = [6, 12, 24];

/** What was invoiced, received and given back, by month. */
export default function RevenuePage() {
  const { t } = useTranslation();
  const [span, setSpan] = useState(12);
  const [chosen, choose] = useState<string>();
  const timezone = browserTimeZone();
  const to = dayIn(timezone).slice(0, 7);
  const from = monthsBack(to, span - 1);
  const revenue = useRevenue(`${from}-01`, `${to}-01`, timezone);
  const currencies = [...new Set((revenue.data ?? []).map(({ currency }) => currency))];
  const currency = chosen && currencies.includes(chosen) ? chosen : currencies[0];
  return (
    <TabbedPage title={t("billingCoach:tabs.revenue")} tabs={coachTabs(t)}>
      <QueryPanel
        title={t("billingCoach:revenue.title")}
        query={revenue}
        height={420}
        isEmpty={(months) => months.length === 0}
        empty={t("billingCoach:revenue.none")}
        action={
          <Group gap="xs">
            {currencies.length > 1 && (
              <NativeSelect
                aria-label={t("billingCoach:currency")}
                value={currency}
                data={currencies}
                onChange={(event) => choose(event.currentTarget.value)}
              />
            )}
            <NativeSelect
              aria-label={t("billingCoach:revenue.span")}
              value={span}
              data={SPANS.map((count) => ({
                value: String(count),
                label: t("billingCoach:revenue.months", { count }),
              }))}
              onChange={(event) => setSpan(Number(event.currentTarget.value))}
            />
          </Group>
        }
      >
        {(months) =>
          currency && <Content months={everyMonth(months, currency, from, to)} currency={currency} />
        }
      </QueryPanel>
    </TabbedPage>
  );
}

function Content({ months, currency }: { months: Month[]; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const sum = (key: (typeof SERIES)[number]) => months.reduce((total, month) => total + month[key], 0);
  const rows = [
    ...months.toReversed().map((month) => ({ name: format.month(month.month), values: month })),
    {
      name: t("billingCoach:revenue.sum"),
      values: { booked: sum("booked"), received: sum("received"), refunded: sum("refunded") },
    },
  ];
  return (
    <Stack gap="sm">
      <MonthlyBars months={months} currency={currency} />
      <Text size="sm" c="dimmed">
        {t("billingCoach:revenue.hint")}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={t("billingCoach:revenue.title")} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("billingCoach:revenue.month")}</th>
              {SERIES.map((key) => (
                <th key={key} scope="col">
                  {t(`billingCoach:revenue.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {SERIES.map((key) => (
                  <td key={key}>{money.format(values[key], currency)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Stack>
  );
}
