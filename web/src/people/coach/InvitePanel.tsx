import { Alert, Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { IconCheck, IconCopy } from "../../foundation/icons";
import { useInviteClient } from "../queries";

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

function Copyable({ label, copy, value }: { label: string; copy: string; value: string }) {
  const { t } = useTranslation();
  return (
    <Group align="end" gap="xs" wrap="nowrap">
      <TextInput
        label={label}
        value={value}
        readOnly
        flex={1}
        styles={{ input: { fontFamily: "monospace" } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy: doCopy }) => (
          <Button
            variant="light"
            px="sm"
            onClick={doCopy}
            aria-label={copied ? t("peopleCoach:invitation.copied") : copy}
          >
            {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
