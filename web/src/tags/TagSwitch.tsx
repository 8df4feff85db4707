import { ActionIcon, CloseIcon, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconPlus } from "../foundation/icons";
import classes from "./tags.module.css";

interface TagSwitchProps {
  label: string;
  isOn: boolean;
  /** Rejects if it was refused. */
  onSwitch: () => Promise<void>;
}

/** A tag with the button that takes it off, or puts it back. The button stays the same, so that it keeps the focus. */
export function TagSwitch({ label, isOn, onSwitch }: TagSwitchProps) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const change = () => {
    if (isBusy) return;
    setBusy(true);
    onSwitch()
      .catch(() => undefined) // the dialog says it
      .finally(() => setBusy(false));
  };
  return (
    <li className={classes.switch} data-off={!isOn || undefined}>
      <Text span size="sm" className={classes.label}>
        {label}
      </Text>
      <ActionIcon
        size={44}
        radius="xl"
        variant="subtle"
        color="gray"
        aria-busy={isBusy}
        aria-label={isOn ? t("tags:dialog.takeOff", { label }) : t("tags:dialog.putBack", { label })}
        onClick={change}
      >
        {isOn ? <CloseIcon size="16" aria-hidden /> : <IconPlus size={16} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
