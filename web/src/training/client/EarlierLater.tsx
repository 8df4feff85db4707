import { ActionIcon, Group } from "@mantine/core";
import { IconLeft, IconRight } from "./icons";

interface EarlierLaterProps {
  /** What each button does. */
  labels: { earlier: string; later: string };
  onStep: (by: -1 | 1) => void;
  isFirst?: boolean;
  isLast?: boolean;
}

/** Two arrows that go through weeks or months. */
export function EarlierLater({ labels, onStep, isFirst = false, isLast = false }: EarlierLaterProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon variant="default" disabled={isFirst} aria-label={labels.earlier} onClick={() => onStep(-1)}>
        <IconLeft size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="default" disabled={isLast} aria-label={labels.later} onClick={() => onStep(1)}>
        <IconRight size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
