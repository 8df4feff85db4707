import { useElementSize } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { Day } from "../../foundation/calendar";
import { useFormat } from "../../foundation/i18n/useLanguage";
import classes from "./WeightChart.module.css";
import { type WeighIn, weightScale } from "./weightChart";

interface WeightChartProps {
  weighIns: WeighIn[];
  from: Day;
  to: Day;
  /** In the unit of the weigh-ins. Null: none. */
  goal: number | null;
  /** What it shows, in words. */
  label: string;
  height: number;
}

const FRAME = { left: 36, right: 10, top: 10, bottom: 22 };
const NARROWEST = 240;

/** Weigh-ins as dots, their trend as a line, the goal as a dashed one. Needs no chart library. */
export default function WeightChart({ weighIns, from, to, goal, label, height }: WeightChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width: measured } = useElementSize();
  const width = Math.max(NARROWEST, measured);
  const values = weighIns.flatMap(({ value, trend }) => [value, trend]);
  const scale = weightScale(from, to, goal === null ? values : [...values, goal], {
    ...FRAME,
    width,
    height,
  });
  const end = width - FRAME.right;
  return (
    <div ref={ref}>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${width} ${height}`}
        height={height}
        role="img"
        aria-label={label}
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line className={classes.grid} x1={FRAME.left} x2={end} y1={scale.y(tick)} y2={scale.y(tick)} />
            <text x={FRAME.left - 6} y={scale.y(tick) + 4} textAnchor="end">
              {format.number(tick, 0)}
            </text>
          </g>
        ))}
        <text x={FRAME.left} y={height - 4}>
          {format.shortDay(from)}
        </text>
        <text x={end} y={height - 4} textAnchor="end">
          {format.shortDay(to)}
        </text>
        {goal !== null && (
          <line className={classes.goal} x1={FRAME.left} x2={end} y1={scale.y(goal)} y2={scale.y(goal)} />
        )}
        <polyline
          className={classes.trend}
          points={weighIns.map(({ day, trend }) => `${scale.x(day)},${scale.y(trend)}`).join(" ")}
        />
        {weighIns.map(({ day, value, trend }) => (
          <circle key={day} className={classes.weighIn} cx={scale.x(day)} cy={scale.y(value)} r={3.5}>
            <title>
              {t("progress:weight.point", {
                day: format.longDay(day),
                value: format.number(value, 1),
                trend: format.number(trend, 1),
              })}
            </title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
