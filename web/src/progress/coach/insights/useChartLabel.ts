import { useTranslation } from "react-i18next";
import { useFormat } from "../../../foundation/i18n/useLanguage";

/** A chart in one sentence, for those who do not see it. */
export function useChartLabel(
  name: string,
  values: { day: string; value: number }[],
  digits: number,
): string {
  const { t } = useTranslation();
  const format = useFormat();
  const first = values[0];
  const last = values.at(-1);
  if (!first || !last) return name;
  const numbers = values.map(({ value }) => value);
  return t("progressCoach:chart.about", {
    name,
    count: values.length,
    from: format.day(first.day),
    to: format.day(last.day),
    low: format.number(Math.min(...numbers), digits),
    high: format.number(Math.max(...numbers), digits),
  });
}
