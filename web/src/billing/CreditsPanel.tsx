import { Button, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../foundation/i18n/useLanguage";
import { QueryPanel } from "../foundation/Panel";
import type { Bought, CreditEntry } from "./api";
import { returnable } from "./credits";
import { useBought } from "./queries";
import { ListRow } from "./RowList";
import { StatusBadge } from "./StatusBadge";

interface CreditsPanelProps {
  clientId: string;
  action?: ReactNode;
  /** Takes back a session that was spent. */
  onReturn?: (requestId: string) => void;
}

/** How many sessions are left, until when, how that came about, and what access was bought. */
export function CreditsPanel({ clientId, action, onReturn }: CreditsPanelProps) {
  const { t } = useTranslation();
  const bought = useBought(clientId);
  return (
    <QueryPanel title={t("billing:credits.title")} query={bought} height={120} action={action}>
      {(data) => (
        <Stack gap="xs">
          <Balance data={data} />
          <Access data={data} />
          {data.history.length > 0 && (
            <details>
              <summary>{t("billing:credits.history")}</summary>
              <Stack component="ul" gap="xs" p={0} mt="xs" mb={0}>
                {data.history.map((entry) => (
                  <Entry
                    key={entry.id}
                    entry={entry}
                    history={data.history}
                    {...(onReturn && { onReturn })}
                  />
                ))}
              </Stack>
            </details>
          )}
        </Stack>
      )}
    </QueryPanel>
  );
}

function Balance({ data: { credits } }: { data: Bought }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (credits.length === 0) return <Text>{t("billing:credits.none")}</Text>;
  return credits.map(({ balance, next_expiry, expiring }) => (
    <div key={next_expiry}>
      <Text size="xl" fw={600}>
        {t("billing:credits.left", { count: balance, value: format.number(balance) })}
      </Text>
      {next_expiry && balance > 0 && (
        <Text size="sm" {...(expiring === 0 && { c: "dimmed" })}>
          {t("billing:credits.expiry", { day: format.date(next_expiry.slice(0, 10)) })}
        </Text>
      )}
    </div>
  ));
}

function Access({ data: { access } }: { data: Bought }) {
  const { t } = useTranslation();
  const format = useFormat();
  return access.map(({ id, ends_at, suspended_at, package: bought }) => (
    <Text key={id} size="sm">
      {t("billing:access.until", { name: bought?.name ?? "", day: format.date(ends_at.slice(0, 10)) })}{" "}
      {suspended_at && <StatusBadge tone="bad">{t("billing:access.suspended")}</StatusBadge>}
    </Text>
  ));
}

interface EntryProps {
  entry: CreditEntry;
  history: CreditEntry[];
  onReturn?: (requestId: string) => void;
}

function Entry({ entry, history, onReturn }: EntryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, delta, note, created_at, lot } = entry;
  const requestId = returnable(entry, history);
  const facts = [
    format.dateTime(created_at),
    kind === "granted" &&
      lot?.expires_at &&
      t("billing:credits.until", { day: format.date(lot.expires_at.slice(0, 10)) }),
    note,
  ];
  return (
    <ListRow
      main={
        <>
          <Text>{t(`billing:credits.kind.${kind}`)}</Text>
          <Text size="sm" c="dimmed">
            {facts.filter(Boolean).join(" · ")}
          </Text>
        </>
      }
      side={<Text fw={600}>{format.change(delta)}</Text>}
      actions={
        onReturn &&
        requestId && (
          <Button size="xs" variant="default" onClick={() => onReturn(requestId)}>
            {t("billing:credits.return")}
          </Button>
        )
      }
    />
  );
}
