import type { Packed } from "./zip";

/** What `export_client` answers, as far as a copy has to know it. */
export interface Exported {
  files: { bucket: string; path: string }[];
  [table: string]: unknown;
}

type TableRow = Record<string, unknown>;

/** The whole as JSON, and every table with rows for a spreadsheet. */
export function documentsOf(exported: Exported): Packed[] {
  const tables = Object.entries(exported).flatMap(([name, rows]) =>
    Array.isArray(rows) && rows.length > 0
      ? [{ path: `tables/${name}.csv`, blob: text(toCsv(rows), "text/csv") }]
      : [],
  );
  return [
    { path: "data.json", blob: text(JSON.stringify(exported, null, 2), "application/json") },
    ...tables,
  ];
}

/** Where a file of the bucket goes. */
export function packedPath({ path }: { path: string }): string {
  return `files/${path.split("/").slice(1).join("/")}`;
}

/** By RFC 4180, with a byte order mark, without which spreadsheets do not take it for UTF-8. */
export function toCsv(rows: readonly TableRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const words =
    typeof value === "string"
      ? harmless(value)
      : typeof value === "object"
        ? JSON.stringify(value)
        : String(value);
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}

/** What somebody wrote is no formula of a spreadsheet. */
function harmless(words: string): string {
  return /^[=+\-@\t\r]/.test(words) ? `'${words}` : words;
}

const text = (words: string, type: string) => new Blob([words], { type });
