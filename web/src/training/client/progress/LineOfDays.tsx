import { Paper, Text } from "@mantine/core";
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { CHART_HEIGHT, type Point } from "./chart";

const AXIS = {
  stroke: "var(--mantine-color-default-border)",
  tick: { fill: "var(--mantine-color-dimmed)", fontSize: 12 },
  tickLine: false,
};

interface LineOfDaysProps {
  points: Point[];
  inWords: (value: number) => string;
}

export default function LineOfDays({ points, inWords }: LineOfDaysProps) {
  const format = useFormat();
  const data = points.map((point) => ({ ...point, at: Date.parse(`${point.day}T00:00:00Z`) }));
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
      <LineChart data={data} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--mantine-color-default-border)" strokeDasharray="3 3" vertical={false} />
        <XAxis
          {...AXIS}
          dataKey="at"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          tickFormatter={(at) => format.shortDay(dayOf(at))}
          minTickGap={32}
        />
        <YAxis {...AXIS} width={64} domain={["auto", "auto"]} tickFormatter={inWords} />
        <Tooltip
          isAnimationActive={false}
          content={({ active, label }) => {
            const point = active ? data.find(({ at }) => at === label) : undefined;
            return point ? (
              <Paper withBorder p="xs">
                <Text size="sm">
                  {format.day(point.day)}: {inWords(point.value)}
                </Text>
              </Paper>
            ) : null;
          }}
        />
        <Line
          dataKey="value"
          stroke="var(--mantine-primary-color-filled)"
          strokeWidth={2}
          dot={{ r: 3 }}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}
