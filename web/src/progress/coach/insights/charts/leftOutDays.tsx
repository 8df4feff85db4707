import { ReferenceArea } from "recharts";
import type { Day } from "../../../../foundation/calendar";
import { type DayMark, isLeftOut } from "../../../dayMarks";

/** Shades the days that averages and scores leave out, also those on which nothing was logged. */
export function leftOutDays(points: { day: Day; mark: DayMark | null }[]) {
  return points
    .filter(({ mark }) => isLeftOut(mark))
    .map(({ day }) => (
      <ReferenceArea
        key={`left out ${day}`}
        x1={day}
        x2={day}
        fill="var(--mantine-color-gray-5)"
        fillOpacity={0.25}
      />
    ));
}
