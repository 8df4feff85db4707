import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { useInviteClient, useSendInvite } from "../queries";
import { Copyable } from "./Copyable";

/** Makes a one-time code for a client, and shows it once or sends it. */
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
      {!invitation && <ByMail clientId={clientId} />}
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

/** Sends the link, instead of showing it. */
function ByMail({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [email, setEmail] = useState("");
  const send = useSendInvite(clientId);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(email.trim());
      }}
    >
      <Group align="end" gap="xs" wrap="nowrap">
        <TextInput
          label={t("peopleCoach:invitation.email")}
          type="email"
          required
          flex={1}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" loading={send.isPending}>
          {t("peopleCoach:invitation.send")}
        </Button>
      </Group>
      {send.error && (
        <Alert color="red" role="alert" mt="xs">
          {describeError(send.error, t)}
        </Alert>
      )}
      {send.data && (
        <Text size="sm" role="status" mt="xs">
          {t("peopleCoach:invitation.sent", { email: send.variables, date: format.dateTime(send.data) })}
        </Text>
      )}
    </form>
  );
}
