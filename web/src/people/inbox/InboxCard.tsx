import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { describeError } from "../../foundation/describeError";
import type { InboxCardProps } from "../../foundation/domain";
import { useFormat } from "../../foundation/i18n/useLanguage";
import { letterOf } from "../../foundation/keys";
import classes from "./inbox.module.css";

interface Props extends InboxCardProps {
  title: string;
  at: string;
  children: ReactNode;
  /** The next step, if it is another one than to answer. */
  primary?: { label: string; onClick: () => void; isPending?: boolean };
  /** Nothing more is to be done. */
  onSettle: () => void;
  isPending: boolean;
  error: Error | null;
}

/** One thing that waits: whose it is, what it is, and what can be done. */
export function InboxCard({ ref, client, onReply, title, at, children, ...rest }: Props) {
  const { primary, onSettle, isPending, error } = rest;
  const { t } = useTranslation();
  const format = useFormat();
  const onKeyDown = (pressed: KeyboardEvent<HTMLElement>) => {
    const letter = letterOf(pressed);
    const first = primary?.onClick ?? onReply;
    const isOwn = pressed.target === pressed.currentTarget; // a button has its own Enter
    const act = letter === "e" ? onSettle : letter === "Enter" && isOwn ? first : undefined;
    if (!act || isPending) return;
    pressed.preventDefault();
    act();
  };
  return (
    <Paper
      component="article"
      ref={ref}
      withBorder
      p="sm"
      tabIndex={-1}
      className={classes.card}
      aria-label={client && client.name !== title ? `${client.name}: ${title}` : title}
      aria-keyshortcuts="J K R E U"
      onKeyDown={onKeyDown}
    >
      <Stack gap={8}>
        <Group justify="space-between" gap="xs">
          {client ? (
            <Anchor component={Link} to={`/clients/${client.id}`} fw={600} c="var(--mantine-color-text)">
              {client.name}
            </Anchor>
          ) : (
            <Text fw={600}>{title}</Text>
          )}
          <Text size="xs" c="dimmed" title={format.dateTime(at)}>
            {format.ago(at)}
          </Text>
        </Group>
        {children}
        <Group gap={6}>
          {primary && (
            <Button size="compact-sm" loading={primary.isPending ?? false} onClick={primary.onClick}>
              {primary.label}
            </Button>
          )}
          {onReply && (
            <Button size="compact-sm" variant={primary ? "default" : "filled"} onClick={onReply}>
              {t("peopleInbox:reply")}
            </Button>
          )}
          <Button size="compact-sm" variant="default" loading={isPending} onClick={onSettle}>
            {t("peopleInbox:settle")}
          </Button>
        </Group>
        {error && (
          <Text size="sm" c="red" role="alert">
            {describeError(error, t)}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
