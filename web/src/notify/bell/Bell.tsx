import { ActionIcon, Indicator } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { IconBell } from "../icons";
import { useUnread } from "../queries";

/** The link to the notifications, with how many are unread. */
export default function Bell() {
  const { t } = useTranslation();
  const { data: unread = 0 } = useUnread();
  const count = unread > 99 ? "99+" : String(unread);
  return (
    <Indicator label={count} disabled={unread === 0} size={18} offset={8} color="red" aria-hidden={false}>
      <ActionIcon
        component={Link}
        to="/notifications"
        variant="subtle"
        color="gray"
        size="xl"
        aria-label={unread === 0 ? t("notifyBell:none") : t("notifyBell:unread", { count })}
      >
        <IconBell aria-hidden />
      </ActionIcon>
    </Indicator>
  );
}
