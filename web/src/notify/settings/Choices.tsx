import { Alert, Switch, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import type { Role } from "../../foundation/domain";
import { useLanguage } from "../../foundation/i18n/useLanguage";
import type { Channel, Kind, Settings } from "../api";
import { useSetPreference } from "../queries";

interface ChoicesProps {
  settings: Settings;
  role: Role | undefined;
}

/** Kinds by channels. Telegram and SMS are there once the account can be reached there. */
export function Choices({ settings, role }: ChoicesProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const set = useSetPreference();
  const channels: Channel[] = [
    "in_app",
    "email",
    "push",
    ...settings.addresses.filter(({ verified_at }) => verified_at).map(({ channel }) => channel),
  ];
  const kinds = settings.kinds.filter((kind) => kind.role === null || kind.role === role);
  return (
    <>
      {set.error && (
        <Alert color="red" role="alert">
          {describeError(set.error, t)}
        </Alert>
      )}
      <Table.ScrollContainer minWidth={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Text size="sm" fw={600}>
                  {t("notify:settings.what")}
                </Text>
              </Table.Th>
              {channels.map((channel) => (
                <Table.Th key={channel}>{t(`notify:channel.${channel}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {kinds.map((kind) => (
              <Table.Tr key={kind.kind}>
                <Table.Th scope="row" fw={400}>
                  {nameOf(kind, language)}
                </Table.Th>
                {channels.map((channel) => (
                  <Table.Td key={channel}>
                    <Switch
                      aria-label={`${nameOf(kind, language)}: ${t(`notify:channel.${channel}`)}`}
                      checked={isOn(settings, kind, channel)}
                      onChange={(event) =>
                        set.mutate({ kind: kind.kind, channel, isOn: event.currentTarget.checked })
                      }
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

export function nameOf(kind: Kind, language: string): string {
  return (kind.names as Record<string, string>)[language] ?? kind.kind;
}

function isOn({ preferences }: Settings, { kind, channels }: Kind, channel: Channel): boolean {
  const chosen = preferences.find((one) => one.kind === kind && one.channel === channel);
  return chosen?.is_on ?? channels.includes(channel);
}
