/** The cells of the variants grid: what stands in one, what is typed into it, and what a spreadsheet fills in. */
import { moneyInput, parsedMoney } from "../parts/money";
import { parsedWeight } from "../parts/weight";
import { handleOf, type Row } from "./variants";

/** A column by its key: `sku`, `price:EUR`, `weight_g`, `barcode`. */
export type Column = "sku" | `price:${string}` | "weight_g" | "barcode";

const SKU = /^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$/;
const BARCODE = /^[A-Za-z0-9-]{1,48}$/;
const PRICE_MOST = 999_999_999_999;

export function columnsOf(currencies: readonly string[]): Column[] {
  return ["sku", ...currencies.map((each) => `price:${each}` as const), "weight_g", "barcode"];
}

export function currencyOf(column: Column): string | null {
  return column.startsWith("price:") ? column.slice("price:".length) : null;
}

/** What stands in a cell, as somebody would type it; what is wrong stands there as it was typed. */
export function cellText(row: Row, column: Column, locale: string): string {
  const wrong = row.wrong?.[column];
  if (wrong !== undefined) return wrong;
  const currency = currencyOf(column);
  if (currency) return moneyInput(row.prices.find((price) => price.currency === currency)?.amount, currency, locale);
  if (column === "sku") return row.sku;
  if (column === "weight_g") return row.weight_g ? String(row.weight_g) : "";
  return row.barcode ?? "";
}

/** The row with this typed into one of its cells. What cannot stand there is kept as wrong, and the value as it was. */
export function withCell(row: Row, column: Column, typed: string): Row {
  const { [column]: _, ...others } = row.wrong ?? {};
  const cleared = { ...row };
  delete cleared.wrong;
  if (Object.keys(others).length) cleared.wrong = others;
  const set = parsedCell(row, column, typed.trim());
  return set ? { ...cleared, ...set } : { ...cleared, wrong: { ...others, [column]: typed } };
}

/** What changes in the row; null: what is typed cannot stand there. */
function parsedCell(row: Row, column: Column, typed: string): Partial<Row> | null {
  const currency = currencyOf(column);
  if (currency) {
    const amount = parsedMoney(withoutSymbol(typed, currency), currency);
    if (amount === undefined || (amount !== null && (amount < 0 || amount > PRICE_MOST))) return null;
    return { prices: withPrice(row.prices, currency, amount) };
  }
  if (column === "sku") return SKU.test(typed) || (!typed && !row.id) ? { sku: typed } : null;
  if (column === "weight_g") {
    const weight = parsedWeight(typed);
    return weight === undefined ? null : { weight_g: weight };
  }
  return !typed ? { barcode: null } : BARCODE.test(typed) ? { barcode: typed } : null;
}

/** Spreadsheets copy prices as they show them: `€ 24.99`, `24,99 EUR`. */
function withoutSymbol(typed: string, currency: string): string {
  return typed
    .replace(new RegExp(`^${currency}|${currency}$`, "i"), "")
    .replace(/^\p{Sc}|\p{Sc}$/u, "")
    .trim();
}

/** In place, so that the order of prices stays; null takes it away. */
function withPrice(prices: Row["prices"], currency: string, amount: number | null): Row["prices"] {
  if (amount === null) return prices.filter((price) => price.currency !== currency);
  const isThere = prices.some((price) => price.currency === currency);
  return isThere
    ? prices.map((price) => (price.currency === currency ? { ...price, amount } : price))
    : [...prices, { currency, amount }];
}

export interface Pasted {
  rows: Row[];
  /** Rows and columns of the clipboard that the grid had no room for. */
  left: number;
}

/** Fills cells row by row and column by column, from the one that was pasted into. */
export function pasted(
  rows: readonly Row[],
  columns: readonly Column[],
  at: { row: number; column: number },
  cells: readonly (readonly string[])[],
): Pasted {
  const widest = Math.max(...cells.map((each) => each.length), 0);
  const left = Math.max(at.row + cells.length - rows.length, 0) + Math.max(at.column + widest - columns.length, 0);
  const filled = rows.map((row, i) =>
    (cells[i - at.row] ?? []).reduce((made, text, j) => {
      const column = columns[at.column + j];
      return column ? withCell(made, column, text) : made;
    }, row),
  );
  return { rows: filled, left };
}

/** The empty cells of a column get what stands first in it; SKUs, which must differ, one made of the options. */
export function filledDown(rows: readonly Row[], column: Column, name: string, locale: string): Row[] {
  if (column === "sku") return suggestedSkus(rows, name);
  const first = rows.map((row) => cellText(row, column, locale)).find(Boolean);
  if (!first) return [...rows];
  return rows.map((row) => (cellText(row, column, locale) ? row : withCell(row, column, first)));
}

const SKU_PART_MOST = 8;

function suggestedSkus(rows: readonly Row[], name: string): Row[] {
  const taken = new Set(rows.map((row) => row.sku.toLowerCase()));
  return rows.map((row) => {
    if (row.sku || row.wrong?.sku) return row;
    const parts = Object.values(row.options).map((value) => partOf(value).slice(0, SKU_PART_MOST));
    const base = [initials(name), ...parts].filter(Boolean).join("-") || "SKU";
    let sku = base;
    for (let number = 2; taken.has(sku.toLowerCase()); number += 1) sku = `${base}-${number}`;
    taken.add(sku.toLowerCase());
    return withCell(row, "sku", sku);
  });
}

function partOf(words: string): string {
  return handleOf(words).replaceAll("-", "").toUpperCase();
}

/** `WHS` for wool hiking socks; of a single word its beginning. */
function initials(name: string): string {
  const words = handleOf(name).split("-").filter(Boolean);
  return (words.length > 1 ? words.map((word) => word[0]).join("") : (words[0] ?? "").slice(0, 4)).toUpperCase();
}

export function isWrong(rows: readonly Row[]): boolean {
  return rows.some((row) => row.wrong && Object.keys(row.wrong).length > 0);
}
