import { Text } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadingBlock } from "../../../foundation/Panel";
import { CHART_HEIGHT, type Point } from "./chart";

const LineOfDays = lazy(() => import("./LineOfDays"));

interface ValueLineProps {
  /** What is measured. */
  name: string;
  /** The oldest first. */
  points: Point[];
  inWords: (value: number) => string;
}

/** Values over time as a line, and as a table for those who want numbers. */
export function ValueLine({ name, points, inWords }: ValueLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const label = t("trainingClient:chart.label", {
    name,
    count: points.length,
    first: inWords(first.value),
    last: inWords(last.value),
  });
  return (
    <>
      <div role="img" aria-label={label}>
        <Suspense fallback={<LoadingBlock height={CHART_HEIGHT} />}>
          <LineOfDays points={points} inWords={inWords} />
        </Suspense>
      </div>
      <details>
        <summary style={{ minHeight: 44, alignContent: "center", cursor: "pointer" }}>
          <Text span size="sm">
            {t("trainingClient:chart.table")}
          </Text>
        </summary>
        <table style={{ width: "100%" }} aria-label={name}>
          <tbody>
            {points.toReversed().map(({ key, day, value }) => (
              <tr key={key}>
                <th scope="row" style={{ textAlign: "start", fontWeight: 400 }}>
                  <Text span size="sm">
                    {format.date(day)}
                  </Text>
                </th>
                <td style={{ textAlign: "end" }}>
                  <Text span size="sm">
                    {inWords(value)}
                  </Text>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
