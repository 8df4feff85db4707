import { ActionIcon } from "@mantine/core";
import { lazy, Suspense, useCallback, useRef, useState } from "react";
import { getI18n, useTranslation } from "react-i18next";
import { loadWords } from "../foundation/i18n";
import { IconSettings, IconUserCircle } from "./icons";
import { useSession } from "./session";

const loadMenu = async () => {
  const [menu] = await Promise.all([import("./AccountMenu"), loadWords(getI18n(), ["account"])]);
  return menu;
};
const AccountMenu = lazy(loadMenu);

/** Language, appearance and signing out; there before somebody has signed in, too. */
export function AccountButton() {
  const { t } = useTranslation();
  const { userId } = useSession();
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  // The menu has taken the button in, so it is a new one: the focus belongs there before and after.
  const onReady = useCallback(() => {
    target.current?.focus();
    setOpened(true);
  }, []);
  const Icon = userId ? IconUserCircle : IconSettings;
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="xl"
      aria-label={t("app:menu")}
      aria-haspopup="menu"
      aria-expanded={opened}
      ref={target}
      onClick={() => (wanted ? setOpened(!opened) : setWanted(true))}
      onPointerEnter={loadMenu}
      onFocus={loadMenu}
    >
      <Icon aria-hidden />
    </ActionIcon>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu opened={opened} onReady={onReady} onClose={() => setOpened(false)}>
        {button}
      </AccountMenu>
    </Suspense>
  );
}
