import { useTranslation } from "react-i18next";
import { Bar, CartesianGrid, ComposedChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormat } from "../../../../foundation/i18n/useLanguage";
import { CHART_COLOR } from "../../chartColor";
import type { ValuePoint } from "../chartData";
import { CHART_HEIGHT } from "../chartSize";
import { markInWords } from "../statusInWords";
import { AXIS, GRID, MARGIN } from "./chartStyle";
import { DayTooltip } from "./DayTooltip";
import { leftOutDays } from "./leftOutDays";

interface ValueChartProps {
  points: ValuePoint[];
  name: string;
  digits: number;
}

export default function ValueChart({ points, name, digits }: ValueChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid {...GRID} />
        <XAxis {...AXIS} dataKey="day" tickFormatter={(day) => format.shortDay(day)} minTickGap={24} />
        <YAxis
          {...AXIS}
          domain={[0, "auto"]}
          tickFormatter={(value) => format.number(value, digits)}
          allowDecimals={digits > 0}
        />
        {leftOutDays(points)}
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--mantine-color-default-hover)" }}
          content={({ active, label }) => {
            const point = active ? points.find(({ day }) => day === label) : undefined;
            const said = point && markInWords(point.mark, t);
            if (!point || (point.value === null && !said)) return null;
            const value = point.value === null ? null : `${name}: ${format.number(point.value, digits)}`;
            return <DayTooltip day={point.day} lines={[value, said].filter((line) => line != null)} />;
          }}
        />
        <Bar
          dataKey="value"
          fill={CHART_COLOR}
          radius={[3, 3, 0, 0]}
          maxBarSize={28}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
