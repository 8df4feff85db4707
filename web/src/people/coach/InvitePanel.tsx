import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { useInviteClient } from "../queries";
import { Copyable } from "./Copyable";

/** Makes a one-time code for a client and shows it, once. */
export function InvitePanel({ clientId, onDone }: { clientId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const invite = useInviteClient();
  const invitation = invite.data;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("peopleCoach:invitation.hint")}</Text>
      {invite.error && (
        <Alert color="red" role="alert">
          {describeError(invite.error, t)}
        </Alert>
      )}
      {invitation && (
        <>
          <Copyable
            label={t("peopleCoach:invitation.code")}
            copy={t("peopleCoach:invitation.copyCode")}
            value={invitation.code}
          />
          <Copyable
            label={t("peopleCoach:invitation.link")}
            copy={t("peopleCoach:invitation.copyLink")}
            value={`${window.location.origin}/invite/${invitation.code}`}
          />
          <Text size="sm" c="dimmed" role="status">
            {t("peopleCoach:invitation.once", { date: format.dateTime(invitation.expires_at) })}
          </Text>
        </>
      )}
      <Group justify="end" gap="xs">
        <Button variant="default" onClick={onDone}>
          {invitation ? t("peopleCoach:invitation.done") : t("peopleCoach:invitation.skip")}
        </Button>
        <Button
          variant={invitation ? "light" : "filled"}
          loading={invite.isPending}
          onClick={() => invite.mutate(clientId)}
        >
          {invitation ? t("peopleCoach:invitation.again") : t("peopleCoach:invitation.make")}
        </Button>
      </Group>
    </Stack>
  );
}
