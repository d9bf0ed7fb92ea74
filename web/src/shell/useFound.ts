/** What the shop finds for a few words: an order by its number, a buyer by an e-mail address, goods by title or SKU. */
import { useEffect, useState } from "react";
import { askAnyhow } from "../api/client";
import type { PathOf } from "../api/shapes";
import type { Page } from "../data/cursors";
import { may } from "./rooms";

export interface Found {
  to: string;
  text: string;
  more: string;
}

const PAUSE_MS = 200;
const MOST = 5;
type Raw = Record<string, unknown>;

export function useFound(words: string, scopes: readonly string[] | undefined): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    const asked = words.trim();
    if (asked.length < 2) return setFound([]);
    const given = new AbortController();
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(
        searches(asked, scopes).map(async ({ path, query, as }) => {
          const { body } = await askAnyhow("GET", path, { query: { ...query, limit: MOST }, signal: given.signal });
          return (body as unknown as Page).data.map(as);
        }),
      );
      if (given.signal.aborted) return;
      const all = answers.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
      setFound(all.filter((each, i) => all.findIndex((other) => other.to === each.to) === i));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [words, scopes]);
  return found;
}

interface Search {
  path: PathOf<"GET">;
  query: Raw;
  as: (raw: Raw) => Found;
}

/** Which lists are asked, by what the words look like. */
function searches(asked: string, scopes: readonly string[] | undefined): Search[] {
  const order = (raw: Raw): Found => ({
    to: `/orders/${raw.id}/show`,
    text: raw.number ? `#${raw.number}` : String(raw.id),
    more: [raw.email, raw.status].filter(Boolean).join(" · "),
  });
  const customer = (raw: Raw): Found => ({
    to: `/customers/${raw.id}/show`,
    text: [raw.first_name, raw.last_name].filter(Boolean).join(" ") || String(raw.email ?? raw.id),
    more: String(raw.email ?? ""),
  });
  const product = (raw: Raw): Found => ({
    to: `/products/${raw.id}`,
    text: String(raw.title),
    more: String(raw.handle),
  });
  const found: Search[] = [];
  const sees = {
    orders: may(scopes, "orders:read"),
    people: may(scopes, "customers:read"),
    goods: may(scopes, "products:read"),
  };
  const number = /^#?(\d{1,12})$/.exec(asked)?.[1];
  if (sees.orders && number) found.push({ path: "/admin/orders", query: { number }, as: order });
  if (sees.orders && asked.length > 7 && !asked.includes("@"))
    found.push({ path: "/admin/orders", query: { tracking_number: asked }, as: order });
  if (sees.people && asked.includes("@")) {
    found.push({ path: "/admin/customers", query: { email: asked }, as: customer });
    if (sees.orders) found.push({ path: "/admin/orders", query: { email: asked }, as: order });
  }
  if (sees.people && !number && !asked.includes("@"))
    found.push({ path: "/admin/customers", query: { name: asked }, as: customer });
  if (sees.goods && !asked.includes("@")) {
    found.push({ path: "/admin/products", query: { sku: asked }, as: product });
    found.push({ path: "/admin/products", query: { q: asked }, as: product });
  }
  return found;
}
