import { Alert, Anchor } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useOutboxState, useSending } from "./useMessageOutbox";

/** Sends waiting messages, and says so where some were refused. */
export default function RefusedNote() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  useSending();
  const refused = useOutboxState().entries.filter(({ refusal }) => refusal);
  const [first] = refused;
  if (!first || pathname === "/messages") return null;
  return (
    <Alert color="orange" role="status" mb="md">
      {t("messagingUnread:refused", { count: refused.length })}{" "}
      <Anchor component={Link} to={`/messages?thread=${first.threadId}`} inherit underline="always">
        {t("messagingUnread:look")}
      </Anchor>
    </Alert>
  );
}
