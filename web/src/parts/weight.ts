/** Weights as people write them. */

const GRAMS_MOST = 1_000_000;

/** Whole grams of `180`, `180 g` or `1,2 kg`; nothing is none, undefined what is no weight. */
export function parsedWeight(typed: string, most = GRAMS_MOST): number | undefined {
  if (!typed.trim()) return 0;
  const found = /^(\d+(?:[.,]\d+)?)\s*(g|kg)?$/i.exec(typed.trim());
  if (!found) return undefined;
  const grams = Number((found[1] as string).replace(",", ".")) * (found[2]?.toLowerCase() === "kg" ? 1000 : 1);
  const whole = Math.round(grams);
  return Math.abs(grams - whole) < 1e-6 && whole <= most ? whole : undefined;
}
