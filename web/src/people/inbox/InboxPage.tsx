import { Button, Group, NativeSelect, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { Done, InboxItem } from "../../foundation/domain";
import { LoadError, LoadingBlock } from "../../foundation/Panel";
import touch from "../../foundation/touch.module.css";
import { usePageTitle } from "../../foundation/usePageTitle";
import { useClients } from "../queries";
import { InboxList } from "./InboxList";
import { KINDS, shown } from "./inbox";
import { useInboxParts } from "./inboxParts";

/** What waits for the coach: messages, reviews and alerts, of all clients or of the one in the address. */
export default function InboxPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [kind, clientId] = [search.get("show") ?? "", search.get("client") ?? ""];
  const [done, setDone] = useState<Done[]>([]);
  const clients = useClients();
  const parts = useInboxParts();
  // biome-ignore lint/correctness/useHookAtTopLevel: the parts are always the same, in the same order
  const loaded = parts.map((part) => part.useItems((one) => setDone((before) => [...before, one])));
  usePageTitle(t("peopleInbox:title"));

  const items = loaded.flatMap((part) => part.items ?? []);
  const failed = loaded.find((part) => part.error && !part.items);
  const isReady = clients.data && loaded.every((part) => part.items || part.error);
  const waiting = new Set(items.map((item) => item.clientId));
  const offered = (clients.data ?? []).filter(({ id }) => id === clientId || waiting.has(id));
  const change = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next);
  };
  return (
    <Stack gap="md" maw={760}>
      <Title order={1} size="h3">
        {t("peopleInbox:title")}
      </Title>
      {clients.error && !clients.data && (
        <LoadError error={clients.error} retry={() => clients.refetch()} retrying={clients.isFetching} />
      )}
      {failed && <LoadError error={failed.error} retry={failed.retry} retrying={failed.isFetching} />}
      {!isReady && !clients.error && <LoadingBlock height={320} />}
      {isReady && clients.data && (
        <>
          <Group gap="xs" wrap="wrap">
            <Kinds
              items={shown(items, { kind: "", clientId })}
              value={kind}
              onChange={(one) => change("show", one)}
            />
            {(clientId !== "" || offered.length > 1) && (
              <NativeSelect
                aria-label={t("peopleInbox:client")}
                value={clientId}
                data={[
                  { value: "", label: t("peopleInbox:allClients") },
                  ...offered.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(event) => change("client", event.currentTarget.value)}
              />
            )}
          </Group>
          <InboxList
            key={`${kind} ${clientId}`}
            items={items}
            filter={{ kind, clientId }}
            clients={clients.data}
            Reply={parts.find((part) => part.Reply)?.Reply}
            last={done.at(-1)}
            onTakenBack={(one) => setDone((before) => before.filter((other) => other !== one))}
          />
        </>
      )}
    </Stack>
  );
}

interface KindsProps {
  items: InboxItem[];
  value: string;
  onChange: (kind: string) => void;
}

/** Chooses what is shown, and says how much of it there is. */
function Kinds({ items, value, onChange }: KindsProps) {
  const { t } = useTranslation();
  return (
    <Group gap={6} component="fieldset" bd="none" p={0} m={0} aria-label={t("peopleInbox:show")}>
      {(["", ...KINDS] as const).map((kind) => (
        <Button
          key={kind}
          size="compact-md"
          variant={value === kind ? "filled" : "default"}
          className={touch.target}
          aria-pressed={value === kind}
          onClick={() => onChange(kind)}
        >
          {t(`peopleInbox:kind.${kind || "all"}`, {
            count: items.filter((item) => !kind || item.kind === kind).length,
          })}
        </Button>
      ))}
    </Group>
  );
}
