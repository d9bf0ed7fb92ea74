/** A way to send parcels: one price, or a price for each step of weight. */
import type { components } from "../api/schema";

export type ShippingOption = components["schemas"]["FulfillmentShippingOptionView"];
export type Amounts = Record<string, number>;

export interface Tier {
  /** Up to so many grams; null: any weight. */
  up_to_g: number | null;
  amounts: Amounts;
}

export const TIERS_MOST = 10;

/** What stands for an amount that was typed and is none. */
export const NO_AMOUNT = Number.NaN;

/** The amounts with one of another sum; null takes the currency away. */
export function withAmount(amounts: Amounts, currency: string, amount: number | null | undefined): Amounts {
  const { [currency]: _, ...others } = amounts;
  if (amount === null) return others;
  const sum = amount === undefined || amount < 0 ? NO_AMOUNT : amount;
  return currency in amounts ? { ...amounts, [currency]: sum } : { ...others, [currency]: sum };
}

export function hasNoAmount(amounts: Amounts | null | undefined): boolean {
  const all = Object.values(amounts ?? {});
  return !all.length || all.some((each) => !Number.isFinite(each));
}

/** One more step, before the last, which has no bound. */
export function withTier(tiers: readonly Tier[]): Tier[] {
  if (!tiers.length) return [{ up_to_g: null, amounts: {} }];
  const last = tiers[tiers.length - 1] as Tier;
  const heaviest = Math.max(0, ...tiers.map((tier) => tier.up_to_g ?? 0));
  return [...tiers.slice(0, -1), { up_to_g: heaviest ? heaviest * 2 : 1000, amounts: {} }, last];
}

/** What is wrong with the steps; null: nothing. */
export function wrongTiers(
  tiers: readonly Tier[] | null | undefined,
): "tiers_none" | "tiers_order" | "tiers_amounts" | null {
  if (!tiers?.length) return "tiers_none";
  const bounds = tiers.map((tier) => tier.up_to_g ?? Number.POSITIVE_INFINITY);
  if (bounds.some((bound, i) => Number.isNaN(bound) || bound <= 0 || (i > 0 && bound <= (bounds[i - 1] as number))))
    return "tiers_order";
  return tiers.some((tier) => hasNoAmount(tier.amounts)) ? "tiers_amounts" : null;
}

/** Only the prices of its kind; a new kind comes with its prices. */
export function shippingChange(
  fields: Record<string, unknown>,
  before: Record<string, unknown>,
): Record<string, unknown> {
  const { amounts, tiers, ...others } = fields;
  const isFlat = (fields.kind ?? before.kind) === "flat";
  if (isFlat) return amounts === undefined ? others : { ...others, amounts };
  return tiers === undefined ? others : { ...others, tiers };
}

/** A new one, as the API takes it. */
export function newOption({ amounts, tiers, ...others }: Record<string, unknown>): Record<string, unknown> {
  return others.kind === "flat" ? { ...others, amounts } : { ...others, tiers };
}

/** Every currency that something of it is priced in. */
export function currenciesIn(option: Partial<Pick<ShippingOption, "amounts" | "tiers">>): string[] {
  return [
    ...new Set([
      ...Object.keys(option.amounts ?? {}),
      ...(option.tiers ?? []).flatMap((tier) => Object.keys(tier.amounts)),
    ]),
  ];
}
