import { Button, Group, Kbd, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import type { CoachedClient } from "../../../foundation/domain";
import { useFormat } from "../../../foundation/i18n/useLanguage";
import { LoadError, LoadingBlock } from "../../../foundation/Panel";
import { usePageTitle } from "../../../foundation/usePageTitle";
import { useClients } from "../../../people/queries";
import type { Log } from "../../api";
import { describeEventOn } from "../../describeEvent";
import { Failure } from "../../feed/ReviewNote";
import { ReviewCard } from "./ReviewCard";
import classes from "./ReviewCard.module.css";
import { itemsOf, keyAfter, type ReviewItem } from "./reviewItems";
import { type Made, MOST, useReviewDecisions, useReviews } from "./useReviews";

const KEYS = ["next", "previous", "right", "likely", "wrong", "fix", "undo"] as const;
const LETTERS = { next: "J", previous: "K", right: "R", likely: "L", wrong: "W", fix: "F", undo: "U" };

/** What waits for the coach, of all clients or of the one in the address. Worked by keyboard or by touch. */
export default function ReviewsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get("client") ?? "";
  const reviews = useReviews();
  const clients = useClients();
  usePageTitle(t("progressCoach:reviews.title"));

  const waiting = new Set((reviews.data ?? []).map((log) => log.client_id));
  const offered = (clients.data ?? []).filter(({ id }) => id === chosen || waiting.has(id));
  const failed = [reviews, clients].find((query) => query.error && !query.data);
  return (
    <Stack gap="md" maw={760}>
      <Title order={1} size="h3">
        {t("progressCoach:reviews.title")}
      </Title>
      {failed && (
        <LoadError error={failed.error} retry={() => failed.refetch()} retrying={failed.isFetching} />
      )}
      {!failed && !(reviews.data && clients.data) && <LoadingBlock height={320} />}
      {reviews.data && clients.data && (
        <>
          {(chosen !== "" || offered.length > 1) && (
            <NativeSelect
              aria-label={t("progressCoach:reviews.client")}
              maw={320}
              value={chosen}
              data={[
                { value: "", label: t("progressCoach:reviews.all") },
                ...offered.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              onChange={(event) =>
                setSearch(event.currentTarget.value ? { client: event.currentTarget.value } : {})
              }
            />
          )}
          <Queue key={chosen} logs={reviews.data} clients={clients.data} clientId={chosen} />
        </>
      )}
    </Stack>
  );
}

interface QueueProps {
  logs: Log[];
  clients: CoachedClient[];
  /** Empty for all clients. */
  clientId: string;
}

function Queue({ logs, clients, clientId }: QueueProps) {
  const { t } = useTranslation();
  const byId = new Map(clients.map((client) => [client.id, client]));
  const itemsIn = (all: Log[]) => itemsOf(clientId ? all.filter((log) => log.client_id === clientId) : all);
  const items = itemsIn(logs);
  const cards = useRef(new Map<string, HTMLElement>());
  const end = useRef<HTMLDivElement>(null);
  /** Where the focus goes once it is shown: at first to the first card. */
  const [target, setTarget] = useState<string | undefined>(items[0]?.key ?? "");
  const sought = useRef<string>(undefined);
  useEffect(() => {
    if (target === undefined) return;
    const isNew = sought.current !== target;
    sought.current = target;
    const card = cards.current.get(target);
    // A card that is taken back may come only with the next answer. Whoever has gone elsewhere meanwhile stays there.
    const isFree = isNew || document.activeElement === end.current;
    if (isFree) (card ?? end.current)?.focus();
    if (card || target === "" || !isFree) {
      sought.current = undefined;
      setTarget(undefined);
    }
  });

  const place = useRef(0);
  const { decision, note, undo, last } = useReviewDecisions((all, returned) => {
    const left = returned ? itemsOf([returned]) : itemsIn(all);
    setTarget(left[Math.min(returned ? 0 : place.current, left.length - 1)]?.key ?? "");
  });
  const takeBack = () => {
    if (last && !undo.isPending) undo.mutate(last);
  };
  const move = (item: ReviewItem, steps: number) => {
    const key = keyAfter(items, item.key, steps);
    if (key) cards.current.get(key)?.focus();
  };
  return (
    <Stack gap="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has the focus where no card is left */}
      <div
        ref={end}
        tabIndex={-1}
        style={{ outline: "none" }}
        onKeyDown={({ code }) => {
          if (code === "KeyU") takeBack();
        }}
      >
        <Text size="sm" c="dimmed" role="status">
          {items.length > 0
            ? t(`progressCoach:reviews.${logs.length < MOST ? "count" : "newest"}`, { count: items.length })
            : t("progressCoach:feed.nothingOpen")}
        </Text>
      </div>
      {items.length > 0 && <Keys />}
      <Stack component="ul" gap="sm" p={0} m={0}>
        {items.map((item, index) => (
          <li
            key={item.key}
            style={{ listStyle: "none" }}
            onFocus={() => {
              place.current = index;
            }}
          >
            <ReviewCard
              ref={(card) => {
                if (card) cards.current.set(item.key, card);
                else cards.current.delete(item.key);
              }}
              item={item}
              client={byId.get(item.log.client_id)}
              isPending={decision.isPending && decision.variables.log.id === item.log.id}
              error={decision.variables?.log.id === item.log.id ? decision.error : null}
              onDecide={(one) => {
                place.current = index;
                decision.mutate({ log: item.log, decision: one });
              }}
              onChanged={(kind, event) => {
                place.current = index;
                note({ kind, log: item.log, event });
              }}
              onMove={(action) => {
                if (action === "undo") takeBack();
                else move(item, action === "next" ? 1 : -1);
              }}
            />
          </li>
        ))}
      </Stack>
      {last && <MadeNote made={last} isPending={undo.isPending} error={undo.error} onUndo={takeBack} />}
    </Stack>
  );
}

interface MadeNoteProps {
  made: Made;
  isPending: boolean;
  error: Error | null;
  onUndo: () => void;
}

/** The last decision, which can be taken back. */
function MadeNote({ made, isPending, error, onUndo }: MadeNoteProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, log, event } = made;
  const words = event ? describeEventOn(event, log.local_date_for_client, t, format) : (log.raw_text ?? "");
  return (
    <Paper withBorder shadow="sm" p="xs" role="status" className={classes.made}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" lineClamp={2}>
          {t(`progressCoach:reviews.made.${kind}`, { value: words })}
        </Text>
        <Button size="compact-sm" variant="default" loading={isPending} onClick={onUndo}>
          {t("progress:receipt.undo")}
        </Button>
      </Group>
      <Failure error={error} />
    </Paper>
  );
}

/** What the keys do. Hidden where there is hardly a keyboard. */
function Keys() {
  const { t } = useTranslation();
  return (
    <Group gap="sm" visibleFrom="sm" aria-label={t("progressCoach:reviews.keys")}>
      {KEYS.map((action) => (
        <Text key={action} size="xs" c="dimmed" span>
          <Kbd size="xs">{LETTERS[action]}</Kbd> {t(`progressCoach:reviews.key.${action}`)}
        </Text>
      ))}
    </Group>
  );
}
