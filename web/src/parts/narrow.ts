/** Of a table's cell: what a phone has no room for. */
export const WIDE = { display: { xs: "none", sm: "table-cell" } };

/** Columns of a list that a phone has no room for, by the fields that they are of. */
export function narrow(...sources: readonly string[]) {
  return Object.fromEntries(sources.map((source) => [`& .column-${source}`, WIDE]));
}
