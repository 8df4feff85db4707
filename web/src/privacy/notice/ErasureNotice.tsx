import { Alert, Anchor, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { useMe } from "../../account/queries";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { useErased, useErasure } from "../queries";

/** Tells a client on every screen that they will be erased, or that they have been. */
export default function ErasureNotice() {
  const { data: me } = useMe();
  if (me?.role !== "client") return null;
  return me.client ? <Due clientId={me.client.id} /> : <Done />;
}

function Due({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pathname } = useLocation();
  const { data: request } = useErasure(clientId);
  if (!request || pathname === "/data") return null; // there, the panel says it
  return (
    <Alert color="orange" role="status" mb="md">
      <Text size="sm">
        {t(request.with_account ? "privacyNotice:dueWithAccount" : "privacyNotice:due", {
          moment: format.dateTime(request.due_at),
        })}{" "}
        <Anchor component={Link} to="/data" underline="always">
          {t("privacyNotice:cancel")}
        </Anchor>
      </Text>
    </Alert>
  );
}

function Done() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: moment } = useErased();
  if (!moment) return null;
  return (
    <Alert role="status" mb="md" title={t("privacyNotice:erased.title")}>
      <Text size="sm">
        {t("privacyNotice:erased.hint", { moment: format.dateTime(moment) })}{" "}
        <Anchor component={Link} to="/data" underline="always">
          {t("privacyNotice:data")}
        </Anchor>
      </Text>
    </Alert>
  );
}
