import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type DayRow = Schemas["DayRow"];
export type ProductRow = Schemas["ProductRow"];

const LIVE_MS = 15_000;

/** Days are UTC's, as in the reports. */
export function dayOf(daysAgo: number, now = new Date()): string {
  return new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

export function useSales<Row>(from: string, to: string, by: "day" | "product", isOpen: boolean) {
  return useQuery({
    queryKey: ["sales", from, to, by],
    queryFn: async ({ signal }) => {
      const query = { from, to, group_by: by };
      return (await ask("GET", "/admin/reports/sales", { query, signal })).body.data as unknown as Row[];
    },
    enabled: isOpen,
    refetchInterval: LIVE_MS,
  });
}

/** The currency in which most was sold: a shop's own, nearly always. */
export function mainCurrency(rows: readonly { currency: string; orders: number }[]): string | undefined {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.currency, (counts.get(row.currency) ?? 0) + row.orders);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/** A figure of one day in one currency; nothing was sold where there is no row. */
export function figure(rows: readonly DayRow[] | undefined, day: string, currency: string, of: keyof DayRow): number {
  return Number(rows?.find((row) => row.day === day && row.currency === currency)?.[of] ?? 0);
}

/** By how much it is more or less than before, in percent; null where there was nothing before. */
export function growth(now: number, before: number): number | null {
  return before ? Math.round(((now - before) / before) * 100) : null;
}
