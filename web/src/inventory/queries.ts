/** Levels of several locations at once, and which SKU is which variant. */
import { type QueryClient, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import { type Shelf, shelvesOf } from "./levels";

const PAGE = 100;
const EVERY_MS = 30_000;

export interface LevelFilter {
  variant_id?: string | undefined;
  location_id?: string | undefined;
  is_low?: boolean | undefined;
}

type Cursors = Record<string, string | null>;
type Shelves = (Shelf & { cursor: string | null })[];

/** Levels by location, since the API lists them so; a page is one of every location that has more. */
export function useLevels(locations: readonly string[], filter: LevelFilter) {
  const found = useInfiniteQuery({
    queryKey: ["stock", locations, filter],
    enabled: locations.length > 0,
    refetchInterval: EVERY_MS,
    initialPageParam: Object.fromEntries(locations.map((id) => [id, null])) as Cursors,
    queryFn: async ({ pageParam, signal }): Promise<Shelves> =>
      Promise.all(
        Object.entries(pageParam).map(async ([location_id, cursor]) => {
          const query = { ...filter, is_low: filter.is_low || undefined, location_id, cursor, limit: PAGE };
          const { body } = await ask("GET", "/admin/inventory/levels", { query, signal });
          return {
            location_id,
            levels: body.data,
            hasMore: body.has_more,
            cursor: body.next_cursor,
          };
        }),
      ),
    getNextPageParam: (last: Shelves): Cursors | undefined => {
      const more = last.filter((shelf) => shelf.hasMore);
      return more.length ? Object.fromEntries(more.map((shelf) => [shelf.location_id, shelf.cursor])) : undefined;
    },
  });
  return { ...found, shelves: shelvesOf(found.data?.pages ?? []) };
}

export interface Found {
  id: string;
  sku: string;
  title: string;
}

/** The variant of a SKU, in whatever letters; null: there is none. */
export async function findVariant(client: QueryClient, sku: string): Promise<Found | null> {
  return client.fetchQuery({
    queryKey: ["sku", sku.toLowerCase()],
    staleTime: EVERY_MS,
    queryFn: async () => {
      const { body } = await ask("GET", "/admin/products", { query: { sku, limit: 1 } });
      const variants = body.data.flatMap((product) => product.variants);
      const found = variants.find((each) => each.sku.toLowerCase() === sku.toLowerCase());
      return found ? { id: found.id, sku: found.sku, title: found.title } : null;
    },
  });
}

/** The SKU of a variant, as its levels have it; undefined until it is known. */
export function useSku(variantId: string | undefined): string | undefined {
  const { data } = useQuery({
    queryKey: ["sku-of", variantId],
    enabled: !!variantId,
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      const { body } = await ask("GET", "/admin/inventory/levels", {
        query: { variant_id: variantId, limit: 1 },
        signal,
      });
      return String(body.data[0]?.sku ?? variantId);
    },
  });
  return data;
}
