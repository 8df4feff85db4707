import { CHART_COLOR } from "../chartColor";

interface SparklineProps {
  values: number[];
  /** What it shows, in words. */
  label: string;
  /** The axis; the values' own range where it is absent. */
  range?: [number, number];
  width?: number;
  height?: number;
}

const PADDING = 4;

/** A line so small that it needs no charting library. */
export function Sparkline({ values, label, range, width = 96, height = 32 }: SparklineProps) {
  if (values.length < 2) return <svg width={width} height={height} aria-hidden="true" />;
  const [low, high] = range ?? [Math.min(...values), Math.max(...values)];
  const x = (index: number) => PADDING + (index / (values.length - 1)) * (width - 2 * PADDING);
  const y = (value: number) =>
    high === low ? height / 2 : height - PADDING - ((value - low) / (high - low)) * (height - 2 * PADDING);
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const last = values.length - 1;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      color={CHART_COLOR}
    >
      <polyline
        points={points.join(" ")}
        fill="none"
        stroke="currentColor"
        vectorEffect="non-scaling-stroke"
        strokeWidth={1.75}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={x(last)} cy={y(values[last] ?? 0)} r={2.5} fill="currentColor" />
    </svg>
  );
}
