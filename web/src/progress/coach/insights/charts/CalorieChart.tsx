import { useTranslation } from "react-i18next";
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Rectangle,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useFormat } from "../../../../foundation/i18n/useLanguage";
import { type CaloriePoint, type TargetBand, ticksUpTo } from "../chartData";
import { CHART_HEIGHT } from "../chartSize";
import { statusInWords } from "../statusInWords";
import { AXIS, GRID, MARGIN } from "./chartStyle";
import { DayTooltip } from "./DayTooltip";
import { leftOutDays } from "./leftOutDays";

const COLORS = {
  within: "var(--mantine-color-teal-6)",
  above: "var(--mantine-color-orange-6)",
  below: "var(--mantine-color-indigo-4)",
  none: "var(--mantine-color-gray-5)",
};

interface CalorieChartProps {
  points: CaloriePoint[];
  bands: TargetBand[];
}

export default function CalorieChart({ points, bands }: CalorieChartProps) {
  const format = useFormat();
  const top = Math.max(0, ...points.map(({ calories }) => calories ?? 0), ...bands.map(({ high }) => high));
  const ticks = ticksUpTo(top);
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <ComposedChart data={points} margin={MARGIN} accessibilityLayer={false}>
        <CartesianGrid {...GRID} />
        <XAxis {...AXIS} dataKey="day" tickFormatter={(day) => format.shortDay(day)} minTickGap={24} />
        <YAxis
          {...AXIS}
          domain={[0, ticks.at(-1) ?? top]}
          ticks={ticks}
          tickFormatter={(value) => format.number(value, 0)}
        />
        {bands.map((band) => (
          <ReferenceArea
            key={band.from}
            x1={band.from}
            x2={band.to}
            y1={band.low}
            y2={band.high}
            fill="var(--mantine-color-teal-6)"
            fillOpacity={0.18}
            stroke="var(--mantine-color-teal-6)"
            strokeOpacity={0.7}
            strokeDasharray="4 3"
          />
        ))}
        {leftOutDays(points)}
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: "var(--mantine-color-default-hover)" }}
          content={({ active, label }) => {
            const point = active ? points.find(({ day }) => day === label) : undefined;
            return point ? <CalorieTooltip point={point} /> : null;
          }}
        />
        <Bar
          dataKey="calories"
          maxBarSize={28}
          isAnimationActive={false}
          shape={({ payload, ...bar }: { payload?: CaloriePoint }) => (
            <Rectangle
              {...bar}
              radius={[3, 3, 0, 0]}
              fill={COLORS[payload?.status ?? "none"]}
              fillOpacity={payload?.estimated ? 0.6 : 1}
            />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function CalorieTooltip({ point }: { point: CaloriePoint }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = [
    point.calories === null
      ? t("progressCoach:chart.unlogged")
      : t("progressCoach:insights.kcal", { value: format.number(point.calories, 0) }),
    statusInWords(point, t),
    point.estimated && t("progressCoach:chart.estimated"),
  ];
  const lines = [words.filter(Boolean).join(", ")];
  if (point.low !== null && point.high !== null) {
    lines.push(
      `${t("progressCoach:chart.band")}: ${format.number(point.low, 0)}–${format.number(point.high, 0)}`,
    );
  }
  return <DayTooltip day={point.day} lines={lines} />;
}
