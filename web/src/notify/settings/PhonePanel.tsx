import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import { Panel } from "../../foundation/Panel";
import type { Settings } from "../api";
import { useConfirmPhone, useLinkPhone, useSmsOffered, useUnlinkPhone } from "../queries";

/**
 * The number that SMS go to, once its owner has typed the code that was sent there. Not there where SMS are not
 * configured. Telegram has no form: its bot links the account, because only the bot learns the chat.
 */
export function PhonePanel({ addresses }: Pick<Settings, "addresses">) {
  const { t } = useTranslation();
  const isOffered = useSmsOffered().data ?? false;
  const unlink = useUnlinkPhone();
  const known = addresses.find(({ channel, verified_at }) => channel === "sms" && verified_at);
  if (!isOffered && !known) return null;
  return (
    <Panel title={t("notify:phone.title")}>
      <Stack gap="sm">
        {known ? (
          <Group gap="sm">
            <Text>{t("notify:phone.known", { phone: known.address })}</Text>
            <Button
              size="compact-md"
              variant="default"
              loading={unlink.isPending}
              onClick={() => unlink.mutate(undefined)}
            >
              {t("notify:phone.remove")}
            </Button>
          </Group>
        ) : (
          <Text size="sm">{t("notify:phone.hint")}</Text>
        )}
        {unlink.error && (
          <Alert color="red" role="alert">
            {describeError(unlink.error, t)}
          </Alert>
        )}
        {isOffered && <PhoneForm key={known?.address ?? ""} />}
      </Stack>
    </Panel>
  );
}

function PhoneForm() {
  const { t } = useTranslation();
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const link = useLinkPhone();
  const confirm = useConfirmPhone();
  const error = confirm.error ?? link.error;
  const ask = (event: FormEvent) => {
    event.preventDefault();
    confirm.reset();
    setCode("");
    if (phone.trim()) link.mutate(phone);
  };
  const answer = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) confirm.mutate(code);
  };
  return (
    <>
      <form onSubmit={ask}>
        <Group gap="sm" align="end">
          <TextInput
            type="tel"
            autoComplete="tel"
            label={t("notify:phone.number")}
            placeholder="+44 7700 900123"
            value={phone}
            onChange={(event) => {
              setPhone(event.currentTarget.value);
              link.reset();
            }}
          />
          <Button type="submit" variant="default" loading={link.isPending} disabled={!phone.trim()}>
            {t("notify:phone.send")}
          </Button>
        </Group>
      </form>
      {link.isSuccess && (
        <form onSubmit={answer}>
          <Group gap="sm" align="end">
            <TextInput
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              label={t("notify:phone.code")}
              error={confirm.data === false && t("notify:phone.wrong")}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit" loading={confirm.isPending} disabled={!code.trim()}>
              {t("notify:phone.confirm")}
            </Button>
          </Group>
        </form>
      )}
      {error && (
        <Alert color="red" role="alert">
          {describeError(error, t)}
        </Alert>
      )}
    </>
  );
}
