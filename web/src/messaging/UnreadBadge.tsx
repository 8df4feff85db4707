import { Badge, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useUnread } from "./queries";

/** How many messages the account has not read, beside the link to them. */
export default function UnreadBadge() {
  const { t } = useTranslation();
  const { data: unread = 0 } = useUnread();
  if (unread === 0) return null;
  return (
    <Badge size="sm" circle={unread < 10} variant="filled" px={unread < 10 ? 0 : 6}>
      <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
      <VisuallyHidden>{t("messaging:unread", { count: unread })}</VisuallyHidden>
    </Badge>
  );
}
