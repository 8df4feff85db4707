import { Alert, Anchor, Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthCard } from "../account/AuthCard";
import { describeError } from "../foundation/describeError";
import { usePageTitle } from "../foundation/usePageTitle";
import { unsubscribe } from "./api";

/** /unsubscribe#<token>: the link of a letter. Opening it changes nothing, because scanners of mail open links. */
export default function UnsubscribePage() {
  const { t } = useTranslation();
  const token = useLocation().hash.slice(1);
  const stop = useMutation({ mutationFn: unsubscribe });
  usePageTitle(t("notify:unsubscribe.title"));
  return (
    <AuthCard title={t("notify:unsubscribe.title")}>
      {stop.error && (
        <Alert color="red" role="alert">
          {describeError(stop.error, t)}
        </Alert>
      )}
      {stop.isSuccess ? (
        <Text role="status">{t("notify:unsubscribe.done")}</Text>
      ) : (
        <>
          <Text size="sm">{t("notify:unsubscribe.hint")}</Text>
          <Button loading={stop.isPending} onClick={() => stop.mutate(token)}>
            {t("notify:unsubscribe.submit")}
          </Button>
        </>
      )}
      <Anchor component={Link} to="/notifications/settings" size="sm" underline="always">
        {t("notify:unsubscribe.toSettings")}
      </Anchor>
    </AuthCard>
  );
}
