import { Badge, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { live } from "../../foundation/realtime/live";
import { keys } from "../keys";
import { fetchUnread } from "./api";

const LISTENING = live(15_000);

/** How many messages the account has not read, beside the link to them. */
export default function UnreadBadge() {
  const { t } = useTranslation();
  const { data: unread = 0 } = useQuery({ queryKey: keys.unread, queryFn: fetchUnread, ...LISTENING });
  if (unread === 0) return null;
  return (
    <Badge size="sm" circle={unread < 10} variant="filled" px={unread < 10 ? 0 : 6}>
      <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
      <VisuallyHidden>{t("messagingUnread:unread", { count: unread })}</VisuallyHidden>
    </Badge>
  );
}
