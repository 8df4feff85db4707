import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { describeEventOn } from "../describeEvent";
import type { EventType, ProgressEvent } from "../events";
import { IconBarbell, IconMoodSmile, IconMoon, IconNote, IconSalad, IconScale, IconWalk } from "../icons";
import { ConfidenceMark } from "./ConfidenceMark";
import classes from "./Feed.module.css";

const ICONS: Record<EventType, typeof IconNote> = {
  weight: IconScale,
  nutrition: IconSalad,
  workout: IconBarbell,
  steps: IconWalk,
  sleep: IconMoon,
  checkin_mood: IconMoodSmile,
  note: IconNote,
  other: IconNote,
};

interface EventChipProps {
  event: ProgressEvent;
  /** The entry's own day: another one is written on the chip. */
  logDay: string;
  /** Makes the chip a button. */
  onFix?: () => void;
}

export function EventChip({ event, logDay, onFix }: EventChipProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = describeEventOn(event, logDay, t, format);
  const Icon = ICONS[event.event_type];
  const content = (
    <>
      <Icon size={16} aria-hidden />
      {words}
      <ConfidenceMark event={event} />
    </>
  );
  if (!onFix) {
    return (
      <span className={classes.chip} data-status={event.status} data-type={event.event_type}>
        {content}
      </span>
    );
  }
  return (
    <UnstyledButton
      className={classes.chip}
      data-status={event.status}
      data-type={event.event_type}
      title={t("progress:receipt.fixEvent", { event: words })}
      onClick={onFix}
    >
      {content}
    </UnstyledButton>
  );
}
