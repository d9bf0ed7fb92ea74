import { cellsOf } from "../parts/tsv";

/** A row of a result, by its columns; what is empty is not there. */
export type ResultRow = Record<string, string | undefined>;

/** The rows of a job's CSV file. */
export function rowsOf(text: string): ResultRow[] {
  const [columns = [], ...lines] = cellsOf(text.replace(/^\ufeff/, ""), ",");
  return lines.map((cells) => Object.fromEntries(columns.flatMap((name, i) => (cells[i] ? [[name, cells[i]]] : []))));
}
