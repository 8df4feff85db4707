import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { describeError } from "./describeError";
import { IconAlertCircle } from "./icons";

interface PanelProps {
  title: string;
  /** Right of the title: a button, a period. */
  action?: ReactNode;
  children: ReactNode;
}

/** A titled card; a landmark that screen readers can jump to. */
export function Panel({ title, action, children }: PanelProps) {
  const titleId = useId();
  return (
    <Paper component="section" withBorder p="md" aria-labelledby={titleId}>
      <Group justify="space-between" mb="sm" gap="xs" wrap="nowrap" align="start">
        <Title order={2} size="h5" id={titleId}>
          {title}
        </Title>
        {action}
      </Group>
      {children}
    </Paper>
  );
}

interface QueryPanelProps<T> extends Omit<PanelProps, "children"> {
  query: Pick<UseQueryResult<T>, "data" | "error" | "isFetching"> & { refetch: () => unknown };
  /** Height of the content in px, reserved while it loads. */
  height: number;
  isEmpty?: (data: T) => boolean;
  /** Shown when there is no data: what to do. */
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}

/** A panel around one query: skeleton, error with retry, empty state, content. */
export function QueryPanel<T>({ query, height, isEmpty, empty, children, ...panel }: QueryPanelProps<T>) {
  return (
    <Panel {...panel}>
      <Stack mih={height} gap="xs">
        {query.data !== undefined ? (
          isEmpty?.(query.data) ? (
            <Text c="dimmed" size="sm">
              {empty}
            </Text>
          ) : (
            children(query.data)
          )
        ) : query.error ? (
          <LoadError error={query.error} retry={() => query.refetch()} retrying={query.isFetching} />
        ) : (
          <LoadingBlock height={height} />
        )}
      </Stack>
    </Panel>
  );
}

export function LoadingBlock({ height }: { height: number }) {
  const { t } = useTranslation();
  return <Skeleton height={height} role="status" aria-label={t("app:loading")} />;
}

interface LoadErrorProps {
  error: unknown;
  retry: () => void;
  retrying?: boolean;
}

export function LoadError({ error, retry, retrying = false }: LoadErrorProps) {
  const { t } = useTranslation();
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={t("app:error.title")} role="alert">
      <Stack gap="xs" align="start">
        <Text size="sm">{describeError(error, t)}</Text>
        <Button size="xs" variant="default" onClick={retry} loading={retrying}>
          {t("app:retry")}
        </Button>
      </Stack>
    </Alert>
  );
}
