import { useTranslation } from "react-i18next";
import classes from "./ChartTable.module.css";
import { DataTable } from "./DataTable";

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
      <summary className={classes.summary}>{t("progressCoach:chart.table")}</summary>
      <DataTable label={t("progressCoach:chart.tableOf", { name: caption })} columns={columns} rows={rows} />
    </details>
  );
}
