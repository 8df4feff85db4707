import { ActionIcon, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { describeEventOn } from "../describeEvent";
import type { EventType, ProgressEvent } from "../events";
import {
  IconArrowBackUp,
  IconBarbell,
  IconMoodSmile,
  IconMoon,
  IconNote,
  IconSalad,
  IconScale,
  IconWalk,
  IconX,
} from "../icons";
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
  /** The day of the entry. The chip names its day only where it differs. */
  logDay: string;
  /** Makes the chip a button. */
  onFix?: () => void;
  /** Shows a button that undoes this one, or brings it back. */
  onUndo?: () => void;
}

export function EventChip({ event, logDay, onFix, onUndo }: EventChipProps) {
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
  const chip = onFix ? (
    <UnstyledButton
      className={classes.chip}
      data-status={event.status}
      data-type={event.event_type}
      title={t("progress:receipt.fixEvent", { event: words })}
      onClick={onFix}
    >
      {content}
    </UnstyledButton>
  ) : (
    <span className={classes.chip} data-status={event.status} data-type={event.event_type}>
      {content}
    </span>
  );
  if (!onUndo) return chip;
  const isUndone = event.status === "rejected";
  const label = t(isUndone ? "progress:receipt.restoreEvent" : "progress:receipt.undoEvent", {
    event: words,
  });
  return (
    <span className={classes.chipWithUndo}>
      {chip}
      <ActionIcon size={24} variant="subtle" color="gray" aria-label={label} title={label} onClick={onUndo}>
        {isUndone ? <IconArrowBackUp size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
      </ActionIcon>
    </span>
  );
}
