import { Button, Group, Paper, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { QueryPanel } from "../foundation/Panel";
import classes from "./billing.module.css";

interface RowListProps<Row> {
  title: string;
  action?: ReactNode;
  /** What to do when there is nothing. */
  empty: ReactNode;
  query: {
    data: Row[] | undefined;
    error: Error | null;
    isFetching: boolean;
    refetch: () => unknown;
    hasNextPage?: boolean;
    fetchNextPage?: () => unknown;
    isFetchingNextPage?: boolean;
  };
  /** One row, in `ListRow`. */
  children: (row: Row) => ReactNode;
}

/** A titled list of rows, with more of them at the end. */
export function RowList<Row>({ query, children, ...panel }: RowListProps<Row>) {
  const { t } = useTranslation();
  return (
    <QueryPanel {...panel} query={query} height={120} isEmpty={(rows) => rows.length === 0}>
      {(rows) => (
        <>
          <Stack component="ul" gap="xs" p={0} m={0}>
            {rows.map(children)}
          </Stack>
          {query.hasNextPage && (
            <Button
              variant="default"
              loading={query.isFetchingNextPage ?? false}
              onClick={query.fetchNextPage}
            >
              {t("billing:more")}
            </Button>
          )}
        </>
      )}
    </QueryPanel>
  );
}

interface ListRowProps {
  /** What it is. */
  main: ReactNode;
  /** Where it stands: badges, an amount. */
  side?: ReactNode;
  /** What can be done. */
  actions?: ReactNode;
}

export function ListRow({ main, side, actions }: ListRowProps) {
  return (
    <Paper component="li" withBorder p="sm" className={classes.row}>
      <Group justify="space-between" gap="xs" align="start">
        <div className={classes.main}>{main}</div>
        <Group gap="xs">{side}</Group>
      </Group>
      {actions && (
        <Group gap="xs" mt="xs">
          {actions}
        </Group>
      )}
    </Paper>
  );
}
