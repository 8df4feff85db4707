import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./ChartTable.module.css";

interface ChartTableProps {
  caption: string;
  columns: string[];
  rows: { key: string; cells: string[] }[];
}

/** What a chart shows, as a table that opens: for screen readers, and for everyone who wants the numbers. */
export function ChartTable({ caption, columns, rows }: ChartTableProps) {
  const { t } = useTranslation();
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>{t("coach.chart.table")}</summary>
      <section
        className={classes.scroll}
        aria-label={t("coach.chart.tableOf", { name: caption })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
      >
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column} scope="col">
                  {column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ key, cells }) => (
              <Table.Tr key={key}>
                {cells.map((cell, index) => (
                  <Table.Td key={columns[index]}>{cell}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </details>
  );
}
