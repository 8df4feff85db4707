import { Group, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import type { Month } from "../api";
import classes from "../billing.module.css";
import { useMoney } from "../useMoney";
import { SERIES } from "./revenue";

const HEIGHT = 200;
const FRAME = { top: 18, bottom: 22 };
const NARROWEST = 240;
const LABEL_WIDTH = 64;
const COLORS: Record<(typeof SERIES)[number], string> = {
  booked: "var(--mantine-color-gray-5)",
  received: "var(--mantine-color-teal-6)",
  refunded: "var(--mantine-color-orange-6)",
};

/** Three bars for each month. The table beside it has the numbers. */
export function MonthlyBars({ months, currency }: { months: Month[]; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = useMoney();
  const { ref, width: measured } = useElementSize();
  const width = Math.max(NARROWEST, measured);
  const most = Math.max(1, ...months.flatMap((month) => SERIES.map((key) => month[key])));
  const room = width / Math.max(1, months.length);
  const bar = Math.min(18, (room * 0.75) / SERIES.length);
  const height = (amount: number) => (Math.max(0, amount) / most) * (HEIGHT - FRAME.top - FRAME.bottom);
  const every = Math.ceil(LABEL_WIDTH / room);
  return (
    <div ref={ref}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        height={HEIGHT}
        role="img"
        aria-label={t("billingCoach:revenue.chart", { most: money.format(most, currency) })}
      >
        <text x={0} y={12}>
          {money.format(most, currency)}
        </text>
        <line
          className={classes.axis}
          x1={0}
          x2={width}
          y1={FRAME.top}
          y2={FRAME.top}
          strokeDasharray="3 3"
        />
        <line
          className={classes.axis}
          x1={0}
          x2={width}
          y1={HEIGHT - FRAME.bottom}
          y2={HEIGHT - FRAME.bottom}
        />
        {months.map((month, index) => (
          <g key={month.month}>
            {SERIES.map((key, place) => (
              <rect
                key={key}
                className={classes.bar}
                color={COLORS[key]}
                x={(index + 0.5) * room + (place - SERIES.length / 2) * bar}
                y={HEIGHT - FRAME.bottom - height(month[key])}
                width={Math.max(1, bar - 1)}
                height={height(month[key])}
              >
                <title>
                  {`${format.month(month.month)}, ${t(`billingCoach:revenue.${key}`)}: ${money.format(month[key], currency)}`}
                </title>
              </rect>
            ))}
            {(months.length - 1 - index) % every === 0 && (
              <text x={(index + 0.5) * room} y={HEIGHT - 6} textAnchor="middle">
                {format.shortMonth(month.month)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <Group gap="md" component="ul" p={0} m={0}>
        {SERIES.map((key) => (
          <Text key={key} component="li" size="sm" className={classes.row}>
            <span className={classes.swatch} style={{ background: COLORS[key] }} />
            {t(`billingCoach:revenue.${key}`)}
          </Text>
        ))}
      </Group>
    </div>
  );
}
