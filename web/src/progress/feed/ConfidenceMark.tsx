import { useTranslation } from "react-i18next";
import { type ConfidenceLevel, confidenceLevel, type ProgressEvent } from "../events";
import { IconCircle, IconCircleCheckFilled, IconCircleFilled, IconCircleHalf2 } from "../icons";

const MARKS: Record<ConfidenceLevel, typeof IconCircle> = {
  high: IconCircleFilled,
  medium: IconCircleHalf2,
  low: IconCircle,
  person: IconCircleCheckFilled,
};

/** How sure the reading is: a full, half or empty circle; ticked when a person has checked it. */
export function ConfidenceMark({ event }: { event: ProgressEvent }) {
  const { t } = useTranslation();
  const level = confidenceLevel(event);
  const Mark = MARKS[level];
  const words = t(`progress:confidence.${level}`);
  return (
    <span role="img" aria-label={words} title={words} style={{ display: "inline-flex" }}>
      <Mark size={level === "person" ? 15 : 10} aria-hidden />
    </span>
  );
}
