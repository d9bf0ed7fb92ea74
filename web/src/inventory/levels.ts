/** Stock as a grid: a row a SKU, columns for each location; and counts that are typed into it. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Level = Schemas["LevelView"];
export type Location = Schemas["LocationView"];
export type Movement = Schemas["MovementView"];
export type Shortfall = Schemas["ShortfallView"];
export type Reason = Schemas["Reason"];

export const REASONS: readonly Reason[] = ["count", "correction", "found", "lost", "damaged", "disposed", "other"];

/** What one request of adjustments takes. */
export const ADJUSTED_MOST = 24;
const DELTA_MOST = 100_000;

/** What is known of a location so far: its levels by variant, and whether there are more after them. */
export interface Shelf {
  location_id: string;
  levels: Level[];
  hasMore: boolean;
}

export interface GridRow {
  variant_id: string;
  sku: string;
  /** By location. */
  at: Record<string, Level>;
}

/**
 * A row for each variant, as far as every location is known: a variant beyond the last one of a location with more to
 * come would stand there as if that had none of it.
 */
export function rowsOf(shelves: readonly Shelf[]): GridRow[] {
  const [end] = shelves
    .filter((shelf) => shelf.hasMore)
    .map((shelf) => shelf.levels.at(-1)?.variant_id ?? "")
    .sort();
  const rows = new Map<string, GridRow>();
  for (const level of shelves.flatMap((shelf) => shelf.levels)) {
    if (end !== undefined && level.variant_id > end) continue;
    const row = rows.get(level.variant_id) ?? { variant_id: level.variant_id, sku: level.sku, at: {} };
    row.at[level.location_id] = level;
    rows.set(level.variant_id, row);
  }
  return [...rows.values()].sort((a, b) => (a.variant_id < b.variant_id ? -1 : 1));
}

/** Of a location: page after page. */
export function shelvesOf(pages: readonly (readonly Shelf[])[]): Shelf[] {
  const shelves = new Map<string, Shelf>();
  for (const { location_id, levels, hasMore } of pages.flat()) {
    const before = shelves.get(location_id)?.levels ?? [];
    shelves.set(location_id, { location_id, levels: [...before, ...levels], hasMore });
  }
  return [...shelves.values()];
}

/** As the API has it: a level is low at its reorder point. */
export function isLow(level: Level): boolean {
  return level.available <= level.reorder_point;
}

/** Of a shelf: what is typed for what is on hand. */
export type Counts = Record<string, string>;

export function keyOf(shelf: { variant_id: string; location_id: string }): string {
  return `${shelf.variant_id}/${shelf.location_id}`;
}

/** Whole units, none of them below nothing; undefined: that is no count. */
export function parsedCount(typed: string): number | undefined {
  return /^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : undefined;
}

export interface Adjusted {
  variant_id: string;
  location_id: string;
  sku: string;
  delta: number;
}

/** What is to be booked for these counts: by how much each is another than what stands. */
export function adjustments(rows: readonly GridRow[], counts: Counts): Adjusted[] {
  return rows
    .flatMap((row) => Object.values(row.at))
    .flatMap((level) => {
      const count = parsedCount(counts[keyOf(level)] ?? "");
      const delta = count === undefined ? 0 : count - level.on_hand;
      const { variant_id, location_id, sku } = level;
      return delta ? [{ variant_id, location_id, sku, delta }] : [];
    });
}

/** Counts that cannot be booked: no number, or further off than one booking takes. */
export function wrongCounts(rows: readonly GridRow[], counts: Counts): string[] {
  const onHand = new Map(rows.flatMap((row) => Object.values(row.at)).map((level) => [keyOf(level), level.on_hand]));
  return Object.entries(counts)
    .filter(([key, typed]) => {
      const count = parsedCount(typed);
      return count === undefined || Math.abs(count - (onHand.get(key) ?? 0)) > DELTA_MOST;
    })
    .map(([key]) => key);
}

/** In parts of at most so many. */
export function parts<T>(all: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));
}
