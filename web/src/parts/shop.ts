/** What the shop says of itself to everybody: currencies, countries, limits. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import type { components } from "../api/schema";

export type Shop = components["schemas"]["ConfigView"];
const FRESH_MS = 300_000;

export function useShop(): Shop | undefined {
  const { data } = useQuery({
    queryKey: ["store", "config"],
    queryFn: async ({ signal }) => (await ask("GET", "/store/config", { signal })).body,
    staleTime: FRESH_MS,
  });
  return data;
}

/** Handles of the collections that something for sale is in. */
export function useCollections(): string[] {
  const { data } = useQuery({
    queryKey: ["store", "collections"],
    queryFn: async ({ signal }) => {
      const { body } = await ask("GET", "/store/collections", { query: { limit: 100 }, signal });
      return body.data.map((each) => each.handle);
    },
    staleTime: FRESH_MS,
  });
  return data ?? [];
}
