import { Alert, Button, Divider, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { AuthCard } from "../../account/AuthCard";
import { useMe } from "../../account/queries";
import { browserTimeZone } from "../../foundation/calendar";
import { describeError } from "../../foundation/describeError";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import { usePageTitle } from "../../foundation/usePageTitle";
import { useStartAlone } from "../queries";
import { JoinForm } from "./JoinForm";

/** The page of a client without a coach. Clients whose coaching has ended can open it by themselves. */
export default function JoinPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  usePageTitle(t("people:invite.title"));

  if (me?.client?.coach_id || me?.role === "coach") return <Navigate to="/" replace />;
  return (
    <AuthCard title={t("people:invite.title")} hint={t("people:invite.hint")}>
      <JoinForm />
      {me && !me.client && <StartAlone />}
    </AuthCard>
  );
}

/** Nobody needs a coach. */
function StartAlone() {
  const { t } = useTranslation();
  const locale = useLanguage();
  const navigate = useNavigate();
  const start = useStartAlone();
  return (
    <Stack gap="sm">
      <Divider label={t("people:alone.or")} />
      <Text size="sm">{t("people:alone.hint")}</Text>
      {start.error && (
        <Alert color="red" role="alert">
          {describeError(start.error, t)}
        </Alert>
      )}
      <Button
        variant="default"
        loading={start.isPending}
        onClick={() =>
          start.mutate(
            { timezone: browserTimeZone(), locale },
            { onSuccess: () => navigate("/", { replace: true }) },
          )
        }
      >
        {t("people:alone.submit")}
      </Button>
    </Stack>
  );
}
