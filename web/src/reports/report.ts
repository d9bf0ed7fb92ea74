/** Rows of a sales report as tables and charts have them. */
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Report = Schemas["SalesReport"];
export type Row = Report["data"][number];
export type Figures = Schemas["Figures"];

export const GROUPINGS: readonly Report["group_by"][] = ["day", "product", "variant", "country"];
export const COUNTS = ["orders", "units"] as const;
export const SUMS = [
  "gross_total",
  "discount_total",
  "net_total",
  "shipping_total",
  "tax_total",
  "sales_total",
  "refunded_total",
  "total",
] as const;

const ALWAYS: readonly string[] = ["net_total", "sales_total"];

/** The sums that say something of these rows: none of a product's shipping, no discounts where nobody got one. */
export function sumsOf(rows: readonly Figures[]): (typeof SUMS)[number][] {
  return SUMS.filter((name) => ALWAYS.includes(name) || rows.some((row) => row[name]));
}

const DAY_MS = 86_400_000;
export const DAYS_MOST = 92; // what the API answers at once

/** All days from the first to the last, as `2026-11-22`. */
export function daysOf(from: string, to: string): string[] {
  const first = Date.parse(from);
  const count = Math.round((Date.parse(to) - first) / DAY_MS) + 1;
  if (!(count > 0) || count > DAYS_MOST) return [];
  return Array.from({ length: count }, (_, i) => new Date(first + i * DAY_MS).toISOString().slice(0, 10));
}

/** What each day brought; nothing was sold on a day that has no row. */
export function byDay(report: Report, currency: string): number[] {
  const sold = new Map(
    report.data.map((row) => ["day" in row && row.currency === currency ? row.day : "", row.sales_total]),
  );
  return daysOf(report.from, report.to).map((day) => sold.get(day) ?? 0);
}

/** The rows of one currency, what brought most first; days stay in their order. */
export function rowsOf(report: Report, currency: string): Row[] {
  const rows = report.data.filter((row) => row.currency === currency);
  if (report.group_by === "day") return rows;
  return [...rows].sort((a, b) => b.sales_total - a.sales_total);
}

/** The last so many days, the one of `now` included. */
export function lastDays(count: number, now = new Date()): { from: string; to: string } {
  const day = (ago: number) => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
  return { from: day(count - 1), to: day(0) };
}
