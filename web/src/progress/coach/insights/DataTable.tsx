import classes from "./DataTable.module.css";

interface DataTableProps {
  /** Names the table for screen readers. */
  label: string;
  columns: string[];
  rows: { key: string; cells: string[] }[];
}

/** A plain table with all its rows. A wide one scrolls sideways in its own frame, by keyboard too. */
export function DataTable({ label, columns, rows }: DataTableProps) {
  return (
    <section
      className={classes.scroll}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, index) => (
                <td key={columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
