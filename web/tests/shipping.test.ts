import { describe, expect, test } from "vitest";
import { countriesIn, countryName } from "../src/parts/countries";
import {
  currenciesIn,
  hasNoAmount,
  newOption,
  shippingChange,
  type Tier,
  withAmount,
  withTier,
  wrongTiers,
} from "../src/shipping/option";

const EUR_5 = { EUR: 500 };
const tiers = (...bounds: (number | null)[]): Tier[] => bounds.map((up_to_g) => ({ up_to_g, amounts: EUR_5 }));

describe("amounts by currency", () => {
  test("are set in place, and taken away where nothing is typed", () => {
    expect(Object.entries(withAmount({ EUR: 500, USD: 600 }, "EUR", 700))).toEqual([
      ["EUR", 700],
      ["USD", 600],
    ]);
    expect(withAmount({ EUR: 500, USD: 600 }, "EUR", null)).toEqual({ USD: 600 });
    expect(withAmount({}, "JPY", 0)).toEqual({ JPY: 0 });
  });

  test("what is no amount, or less than nothing, is not sent", () => {
    expect(hasNoAmount(withAmount(EUR_5, "USD", undefined))).toBe(true);
    expect(hasNoAmount(withAmount(EUR_5, "USD", -1))).toBe(true);
    expect(hasNoAmount({})).toBe(true);
    expect(hasNoAmount({ EUR: 0 })).toBe(false);
  });
});

describe("steps of weight", () => {
  test("a new one comes before the last, twice as heavy as the heaviest", () => {
    expect(withTier([]).map((tier) => tier.up_to_g)).toEqual([null]);
    expect(withTier(tiers(null)).map((tier) => tier.up_to_g)).toEqual([1000, null]);
    expect(withTier(tiers(500, null)).map((tier) => tier.up_to_g)).toEqual([500, 1000, null]);
  });

  test("grow, and have a price each", () => {
    expect(wrongTiers(tiers(500, 2000, null))).toBeNull();
    expect(wrongTiers([])).toBe("tiers_none");
    expect(wrongTiers(tiers(2000, 500, null))).toBe("tiers_order");
    expect(wrongTiers(tiers(500, 500, null))).toBe("tiers_order");
    expect(wrongTiers(tiers(Number.NaN, null))).toBe("tiers_order");
    expect(wrongTiers([{ up_to_g: null, amounts: {} }])).toBe("tiers_amounts");
  });
});

describe("what is sent", () => {
  test("of a new one: the prices of its kind", () => {
    const form = { title: "Standard", amounts: EUR_5, tiers: tiers(null) };
    expect(newOption({ ...form, kind: "flat" })).toEqual({ title: "Standard", kind: "flat", amounts: EUR_5 });
    expect(newOption({ ...form, kind: "by_weight" })).not.toHaveProperty("amounts");
  });

  test("of a change: the prices of the kind that it becomes, or is; the same when reckoned again", () => {
    const changed = { kind: "by_weight", tiers: tiers(null), amounts: { EUR: 1 } };
    const once = shippingChange(changed, { kind: "flat" });
    expect(once).toEqual({ kind: "by_weight", tiers: tiers(null) });
    expect(shippingChange(once, { kind: "flat" })).toEqual(once);
    expect(shippingChange({ title: "New" }, { kind: "flat" })).toEqual({ title: "New" });
    expect(shippingChange({ amounts: EUR_5 }, { kind: "flat" })).toEqual({ amounts: EUR_5 });
  });

  test("every currency that something is priced in", () => {
    expect(currenciesIn({ amounts: null, tiers: [{ up_to_g: null, amounts: { EUR: 1, USD: 2 } }] })).toEqual([
      "EUR",
      "USD",
    ]);
  });
});

describe("countries", () => {
  test("are named in the reader's language, and sorted by it", () => {
    expect(countryName("DE", "de")).toBe("Deutschland");
    expect(countryName("AT", "de")).toBe("Österreich");
    const german = countriesIn("de").map((each) => each.code);
    expect(german.indexOf("AT")).toBeLessThan(german.indexOf("PK")); // Ö like O
    expect(countryName("ZZ", "en")).toBe("ZZ");
  });

  test("are those of today, none twice and no unions", () => {
    const codes = countriesIn("en").map((each) => each.code);
    for (const code of ["US", "GB", "JP", "XK", "TW"]) expect(codes).toContain(code);
    for (const code of ["EU", "UN", "SU", "YU", "UK", "DD", "AN"]) expect(codes).not.toContain(code);
    expect(new Set(countriesIn("en").map((each) => each.name)).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(240);
    expect(codes.length).toBeLessThan(255);
  });
});
