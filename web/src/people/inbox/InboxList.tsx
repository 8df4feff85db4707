import { Button, Group, Kbd, Paper, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "../../foundation/describeError";
import type { CoachedClient, Done, InboxItem, InboxPart } from "../../foundation/domain";
import { actionOf, type Filter, keyAfter, shown } from "./inbox";
import classes from "./inbox.module.css";

interface InboxListProps {
  items: InboxItem[];
  filter: Filter;
  clients: CoachedClient[];
  Reply: InboxPart["Reply"];
  /** What was done last, and can be taken back. */
  last: Done | undefined;
  onTakenBack: (done: Done) => void;
}

/** The cards, worked through by keyboard or by touch. What is being answered stays until the answer is closed. */
export function InboxList({ items, filter, clients, Reply, last, onTakenBack }: InboxListProps) {
  const { t } = useTranslation();
  const byId = new Map(clients.map((client) => [client.id, client]));
  const [answering, setAnswering] = useState<InboxItem>();
  const isGone = answering && !items.some(({ key }) => key === answering.key);
  const list = shown(isGone ? [...items, answering] : items, filter);
  const focus = useFocus(list);
  const undo = useMutation({
    mutationFn: (done: Done) => done.takeBack(),
    onSuccess: (key, done) => {
      onTakenBack(done);
      focus.seek(key);
    },
  });
  const takeBack = () => {
    if (last && !undo.isPending) undo.mutate(last);
  };
  const close = (item: InboxItem) => {
    setAnswering(undefined);
    focus.on(item.key);
  };
  const onKeyDown = (item: InboxItem, pressed: KeyboardEvent<HTMLElement>) => {
    const target = pressed.target as HTMLElement;
    if (!pressed.currentTarget.contains(target)) return; // a dialog of the card
    if (answering && pressed.key === "Escape") close(item);
    if (target.closest(`.${classes.reply}`)) return;
    const action = actionOf(pressed);
    if (!action || pressed.defaultPrevented) return;
    pressed.preventDefault();
    if (action === "undo") takeBack();
    else if (action === "reply") item.replyTo && setAnswering(item);
    else focus.on(keyAfter(list, item.key, action === "next" ? 1 : -1));
  };
  return (
    <Stack gap="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it has the focus where no card is left */}
      <div
        ref={focus.end}
        tabIndex={-1}
        style={{ outline: "none" }}
        onKeyDown={(pressed) => {
          if (actionOf(pressed) === "undo") takeBack();
        }}
      >
        <Text size="sm" c="dimmed" role="status">
          {list.length > 0 ? t("peopleInbox:count", { count: list.length }) : t("peopleInbox:empty")}
        </Text>
      </div>
      {list.length > 0 && <Keys />}
      <Stack component="ul" gap="sm" p={0} m={0}>
        {list.map((item) => (
          <li
            key={item.key}
            style={{ listStyle: "none" }}
            onFocus={() => focus.note(item.key)}
            onKeyDown={(pressed) => onKeyDown(item, pressed)}
          >
            {item.show({
              ref: focus.card(item.key),
              client: item.clientId ? byId.get(item.clientId) : undefined,
              ...(Reply && item.replyTo && { onReply: () => setAnswering(item) }),
            })}
            {Reply && item.replyTo && answering?.key === item.key && (
              // It takes the focus at once, so that no key that is typed meanwhile is one of the card's.
              <div className={classes.reply} tabIndex={-1} ref={takeFocus}>
                <Reply to={item.replyTo} />
                <Button
                  size="compact-sm"
                  variant="default"
                  className={classes.close}
                  onClick={() => close(item)}
                >
                  {t("peopleInbox:closeReply")}
                </Button>
              </div>
            )}
          </li>
        ))}
      </Stack>
      {last && (
        <Paper withBorder shadow="sm" p="xs" role="status" className={classes.done}>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="sm" lineClamp={2}>
              {last.words}
            </Text>
            <Button size="compact-sm" variant="default" loading={undo.isPending} onClick={takeBack}>
              {t("peopleInbox:undo")}
            </Button>
          </Group>
          {undo.error && (
            <Text size="sm" c="red" role="alert">
              {describeError(undo.error, t)}
            </Text>
          )}
        </Paper>
      )}
    </Stack>
  );
}

function takeFocus(element: HTMLElement | null) {
  element?.focus();
}

/** Keeps the focus on the cards: at first on the first one; where its card is gone on the one that follows. */
function useFocus(list: InboxItem[]) {
  const cards = useRef(new Map<string, HTMLElement>());
  const end = useRef<HTMLDivElement>(null);
  const current = useRef<{ key: string; place: number }>({ key: "", place: 0 });
  /** A card that comes back, perhaps only with the next answer. */
  const sought = useRef<string>(undefined);
  const isStart = useRef(true);
  const on = (key: string | undefined) => (cards.current.get(key ?? "") ?? end.current)?.focus();
  useEffect(() => {
    const isFree = document.activeElement === document.body || document.activeElement === end.current;
    if (sought.current !== undefined && list.some(({ key }) => key === sought.current)) {
      on(sought.current);
      sought.current = undefined;
    } else if (isStart.current || (isFree && !list.some(({ key }) => key === current.current.key))) {
      // Whoever was on no card, and has gone elsewhere, stays there.
      if (isStart.current || current.current.key)
        on(list[Math.min(current.current.place, list.length - 1)]?.key);
    }
    isStart.current = false;
  });
  return {
    end,
    on,
    seek: (key: string) => {
      if (cards.current.has(key)) on(key);
      else sought.current = key;
    },
    note: (key: string) => {
      current.current = { key, place: list.findIndex((item) => item.key === key) };
    },
    card: (key: string) => (element: HTMLElement | null) => {
      if (element) cards.current.set(key, element);
      else cards.current.delete(key);
    },
  };
}

const KEYS = ["J", "K", "Enter", "R", "E", "U"] as const;

/** What the keys do on every card. Hidden where there is hardly a keyboard. */
function Keys() {
  const { t } = useTranslation();
  return (
    <Group gap="sm" visibleFrom="sm" aria-label={t("peopleInbox:keys")}>
      {KEYS.map((key) => (
        <Text key={key} size="xs" c="dimmed" span>
          <Kbd size="xs">{key}</Kbd> {t(`peopleInbox:key.${key}`)}
        </Text>
      ))}
    </Group>
  );
}
