import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormat } from "../../../../foundation/i18n/useLanguage";
import { CHART_COLOR } from "../../chartColor";
import { axisAround, measured, type ValuePoint } from "../chartData";
import { CHART_HEIGHT } from "../chartSize";
import { AXIS, GRID, MARGIN } from "./chartStyle";
import { DayTooltip } from "./DayTooltip";

interface ValueChartProps {
  points: ValuePoint[];
  name: string;
  /** Bars start at zero. A line shows only the range of the values. */
  kind: "line" | "bars";
  digits: number;
}

export default function ValueChart({ points, name, kind, digits }: ValueChartProps) {
  const format = useFormat();
  const values = measured(points).map(({ value }) => value);
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid {...GRID} />
        <XAxis {...AXIS} dataKey="day" tickFormatter={(day) => format.shortDay(day)} minTickGap={24} />
        <YAxis
          {...AXIS}
          domain={kind === "line" ? axisAround(values, 1) : [0, "auto"]}
          tickFormatter={(value) => format.number(value, digits)}
          allowDecimals={kind === "bars" && digits > 0}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--mantine-color-default-hover)" }}
          content={({ active, label }) => {
            const point = active ? points.find(({ day }) => day === label) : undefined;
            if (!point || point.value === null) return null;
            return <DayTooltip day={point.day} lines={[`${name}: ${format.number(point.value, digits)}`]} />;
          }}
        />
        {kind === "bars" ? (
          <Bar
            dataKey="value"
            fill={CHART_COLOR}
            radius={[3, 3, 0, 0]}
            maxBarSize={28}
            isAnimationActive={false}
          />
        ) : (
          <Line
            dataKey="value"
            stroke={CHART_COLOR}
            strokeWidth={2}
            dot={{ r: 2.5, fill: CHART_COLOR }}
            connectNulls
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
