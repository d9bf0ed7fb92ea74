/** A product as it is laid beside another version of itself: a line for each thing that somebody may have changed. */
import { moneyInput } from "../parts/money";
import type { Product, Row } from "./variants";

/** Fields by name; each variant is one, by its options, and what may be sold of it is none of the product's own. Pictures are saved
 * as they are changed. */
export function compared(product: Record<string, unknown>): Record<string, unknown> {
  const {
    variants,
    options,
    metadata,
    public_metadata,
    media: _saved_beside,
    variants_count: _told_by_variants,
    ...fields
  } = product as unknown as Product;
  return {
    ...fields,
    options: options.map(({ name, values }) => `${name}: ${values.join(", ")}`).join("\n"),
    metadata: listed(metadata),
    public_metadata: listed(public_metadata),
    ...Object.fromEntries(
      (variants as Row[]).filter((row) => row.id || row.sku).map((row) => [nameOf(row), line(row)]),
    ),
  };
}

function nameOf(row: Row): string {
  return Object.values(row.options).join(" · ") || row.id || row.sku;
}

function line({ sku, prices, weight_g, barcode, status }: Row): string {
  const amounts = prices.map(({ currency, amount }) => `${currency} ${moneyInput(amount, currency, "en")}`).sort();
  return [sku, ...amounts, weight_g ? `${weight_g} g` : null, barcode, status === "archived" ? "–" : null]
    .filter(Boolean)
    .join("\n");
}

function listed(pairs: Record<string, string>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `${key}: ${value}`)
    .sort()
    .join("\n");
}
