/** The variants of a product as rows: one for each combination of its options' values. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Product = Schemas["ProductView"];
export type Option = Schemas["OptionView"];
export type Price = Schemas["PriceView"];

/** A variant in the grid; one without an id is new, and made once it has a SKU. */
export interface Row {
  id?: string;
  sku: string;
  options: Record<string, string>;
  prices: Price[];
  weight_g: number;
  barcode: string | null;
  /** Of a saved one: taken off its product, or not. */
  status?: "active" | "archived";
  /** Of a saved one, what may be sold now. */
  available?: number;
  /** Of one that came after its product's page, as it stood. */
  was?: Row;
  /** What was typed or pasted and cannot stand there, by column. */
  wrong?: Record<string, string>;
}

/** Whatever has prices. */
export type Priced = Pick<Row, "prices">;

/** The API takes no more. */
export const VARIANTS_MOST = 2048;
export const OPTIONS_MOST = 10;
/** Combinations in a grid; what is saved is in it, however much that is. */
export const ROWS_MOST = 100;

/** Every choice of one value an option, in the options' order; without options there is one, of nothing. */
export function combinations(options: readonly Option[]): Record<string, string>[] {
  return options
    .filter((option) => option.name && option.values.length)
    .reduce<Record<string, string>[]>(
      (all, option) =>
        all
          .flatMap((each) => option.values.map((value) => ({ ...each, [option.name]: value })))
          .slice(0, ROWS_MOST + 1),
      [{}],
    );
}

export function emptyRow(options: Record<string, string>): Row {
  return { sku: "", options, prices: [], weight_g: 0, barcode: null };
}

/**
 * The grid of these options: what stands already keeps its place by its options' values, all else is an empty row.
 *
 * An option that came later is open in what stands: that takes the option's first value. Saved variants that no
 * combination has room for come last, and what was taken off: another may have its options.
 */
export function gridOf(options: readonly Option[], rows: readonly Row[]): Row[] {
  const named = options.filter((option) => option.name && option.values.length);
  const placed = new Map<string, Row>();
  const homeless: Row[] = [];
  for (const row of [...rows.filter((each) => each.id), ...rows.filter((each) => !each.id)]) {
    const own = Object.fromEntries(named.map(({ name, values }) => [name, row.options[name] ?? (values[0] as string)]));
    const place = placeOf(named, own);
    const isListed = named.every(({ name, values }) => values.includes(own[name] as string));
    if (isListed && !placed.has(place) && !isOff(row))
      placed.set(place, sameOptions(row.options, own) ? row : { ...row, options: own });
    else if (row.id) homeless.push(row);
  }
  const all = combinations(named).slice(0, ROWS_MOST);
  const rest = new Set(all.map((each) => placeOf(named, each)));
  const beyond = [...placed].filter(([place, row]) => row.id && !rest.has(place)).map(([, row]) => row);
  return [...all.map((each) => placed.get(placeOf(named, each)) ?? emptyRow(each)), ...beyond, ...homeless];
}

/** Whether it was taken off its product. */
export function isOff(row: Row): boolean {
  return row.status === "archived";
}

/** Rows that came later: those that are not known yet, each with how it stood. */
export function withMore(rows: readonly Row[], more: readonly Row[]): Row[] {
  const known = new Set(rows.map((row) => row.id));
  return [...rows, ...more.filter((row) => !known.has(row.id)).map((row) => ({ ...row, was: row }))];
}

function placeOf(options: readonly Option[], own: Record<string, string>): string {
  return JSON.stringify(options.map(({ name }) => own[name] ?? null));
}

function sameOptions(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** An option is called something else, in its variants too. */
export function renamedOption(rows: readonly Row[], from: string, to: string): Row[] {
  return rows.map((row) =>
    from in row.options
      ? {
          ...row,
          options: Object.fromEntries(
            Object.entries(row.options).map(([name, value]) => [name === from ? to : name, value]),
          ),
        }
      : row,
  );
}

/** A value is written another way, in its variants too. */
export function renamedValue(rows: readonly Row[], option: string, from: string, to: string): Row[] {
  return rows.map((row) =>
    row.options[option] === from ? { ...row, options: { ...row.options, [option]: to } } : row,
  );
}

/** An option that is no more is none of what stands. */
export function withoutOption(rows: readonly Row[], option: string): Row[] {
  return rows.map((row) => {
    const { [option]: _, ...options } = row.options;
    return { ...row, options };
  });
}

/** Whether the option may go: then no two saved variants differ in it alone. */
export function mayDropOption(rows: readonly Row[], option: string): boolean {
  const saved = withoutOption(
    rows.filter((row) => row.id && !isOff(row)),
    option,
  ).map((row) => JSON.stringify(Object.entries(row.options).sort()));
  return new Set(saved).size === saved.length;
}

/** Whether a saved variant has this value: then it stays. */
export function isUsed(rows: readonly Row[], option: string, value: string): boolean {
  return rows.some((row) => row.id && !isOff(row) && row.options[option] === value);
}

/** The rows that are sent, in their order: those that are saved already, and new ones with a SKU. */
export function isSent(row: Row): boolean {
  return !!row.id || !!row.sku;
}

/** Variants as a new product takes them. */
export function newVariants(rows: readonly Row[]): Record<string, unknown>[] {
  return rows.filter(isSent).map(({ sku, options, prices, weight_g, barcode }) => ({
    sku,
    options,
    prices,
    weight_g,
    barcode,
  }));
}

/** A change of a product as the API takes it: variants that are as they were are none. */
export function productChange(
  fields: Record<string, unknown>,
  before: Record<string, unknown>,
): Record<string, unknown> {
  if (!fields.variants) return fields;
  const { variants, ...others } = fields;
  const sent = changedVariants(variants as Row[], (before.variants ?? []) as Row[]);
  return sent ? { ...others, variants: sent } : others;
}

const CHANGING = ["sku", "options", "prices", "weight_g", "barcode", "status"] as const;

/**
 * Variants as a change of a product takes them: of each saved one its id and what is another, so that what others
 * change of it meanwhile stays; all of those that are new. null: nothing is another.
 */
export function changedVariants(rows: readonly Row[], before: readonly Row[]): Record<string, unknown>[] | null {
  const stood = new Map(before.map((row) => [row.id, row]));
  const sent = rows.filter(isSent).map((row) => {
    const was = row.id ? (row.was ?? stood.get(row.id)) : undefined;
    const names = CHANGING.filter((name) => name in row && !(was && isSame(name, row[name], was[name])));
    return { ...(row.id ? { id: row.id } : {}), ...Object.fromEntries(names.map((name) => [name, row[name]])) };
  });
  return sent.some((each) => !("id" in each) || Object.keys(each).length > 1) ? sent : null;
}

function isSame(name: string, a: unknown, b: unknown): boolean {
  return canonical(name, a) === canonical(name, b);
}

/** The order of prices and of options says nothing. */
function canonical(name: string, value: unknown): string {
  if (name === "prices")
    return JSON.stringify((value as Price[]).map(({ currency, amount }) => `${currency} ${amount}`).sort());
  if (name === "options") return JSON.stringify(Object.entries(value as Record<string, string>).sort());
  return JSON.stringify(value ?? null);
}

/** The currencies of the columns: the shop's own first, then any that something here is priced in. */
export function currenciesOf(
  shop: readonly string[],
  rows: readonly Priced[],
  added: readonly string[] = [],
): string[] {
  return [...new Set([...shop, ...rows.flatMap((row) => row.prices.map((price) => price.currency)), ...added])];
}

/** The least and the most that a unit costs in a currency; null: nothing is priced in it. */
export function priceRange(rows: readonly Priced[], currency: string): [number, number] | null {
  const amounts = rows.flatMap((row) =>
    row.prices.filter((price) => price.currency === currency).map((price) => price.amount),
  );
  return amounts.length ? [Math.min(...amounts), Math.max(...amounts)] : null;
}

/** A handle as the API takes it; empty where nothing of it can be written in Latin letters. */
export function handleOf(words: string): string {
  return words
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 100)
    .replace(/-+$/, "");
}
