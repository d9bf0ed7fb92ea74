import { describe, expect, test } from "vitest";
import { digitsOf, moneyInput, moneyText, parsedMoney } from "../src/parts/money";

describe("an amount that somebody typed", () => {
  test.each([
    ["24.99", "EUR", 2499],
    ["24,99", "EUR", 2499],
    ["24,9", "EUR", 2490],
    ["24", "EUR", 2400],
    ["24.", "EUR", 2400],
    [".5", "EUR", 50],
    [",5", "EUR", 50],
    ["0", "EUR", 0],
    ["007", "EUR", 700],
  ])("%s %s", (typed, currency, minor) => {
    expect(parsedMoney(typed, currency)).toBe(minor);
  });

  test.each([
    ["1.234,56", 123_456],
    ["1,234.56", 123_456],
    ["1 234,56", 123_456],
    ["1\u00a0234,56", 123_456],
    ["1\u202f234,56", 123_456],
    ["1'234.56", 123_456],
    ["1’234.56", 123_456],
    ["1.234.567", 123_456_700],
    ["1,234,567.89", 123_456_789],
    ["1.234", 123_400],
    ["12,345", 1_234_500],
  ])("with groups: %s", (typed, minor) => {
    expect(parsedMoney(typed, "USD")).toBe(minor);
  });

  test.each(["12.34.56", "1.23,4.5", "1234,567", "1,2345", "1.234,567", "12,34,56"])(
    "with groups that are none: %s",
    (typed) => {
      expect(parsedMoney(typed, "EUR")).toBeUndefined();
    },
  );

  test("yen have no digits behind a point", () => {
    expect(digitsOf("JPY")).toBe(0);
    expect(parsedMoney("3100", "JPY")).toBe(3100);
    expect(parsedMoney("3,100", "JPY")).toBe(3100);
    expect(parsedMoney("3.100", "JPY")).toBe(3100);
    expect(parsedMoney("31.5", "JPY")).toBeUndefined();
  });

  test("dinars have three", () => {
    expect(digitsOf("KWD")).toBe(3);
    expect(parsedMoney("1.234", "KWD")).toBe(1234);
    expect(parsedMoney("1,5", "KWD")).toBe(1500);
    expect(parsedMoney("1.234,567", "KWD")).toBe(1_234_567);
    expect(parsedMoney("1,2345", "KWD")).toBeUndefined();
  });

  test("below nothing, with a hyphen or a minus", () => {
    expect(parsedMoney("-24.99", "EUR")).toBe(-2499);
    expect(parsedMoney("−24,99", "EUR")).toBe(-2499);
    expect(parsedMoney("- 5", "EUR")).toBe(-500);
  });

  test("nothing is null, not nought", () => {
    expect(parsedMoney("", "EUR")).toBeNull();
    expect(parsedMoney("  \u00a0", "EUR")).toBeNull();
  });

  test.each([
    "abc",
    "12abc",
    "1e5",
    "--5",
    "5-",
    "1-2",
    "€5",
    ".",
    ",",
    "-",
    "٣",
    "Infinity",
    "0x10",
    "9999999999999999999",
  ])("no amount: %s", (typed) => {
    expect(parsedMoney(typed, "EUR")).toBeUndefined();
  });
});

describe("an amount as it is shown", () => {
  test("in the reader's way of writing", () => {
    expect(moneyText(123_456, "EUR", "de-DE")).toBe("1.234,56\u00a0€");
    expect(moneyText(123_456, "USD", "en-US")).toBe("$1,234.56");
    expect(moneyText(3100, "JPY", "en-US")).toBe("¥3,100");
    expect(moneyText(-5, "EUR", "en-US")).toBe("-€0.05");
  });

  test("without losing a cent of large ones", () => {
    expect(moneyText(900_719_925_474_099, "USD", "en-US")).toBe("$9,007,199,254,740.99");
  });

  test("beside the code of a currency that is none", () => {
    expect(moneyText(2499, "EURO", "en")).toBe("24.99 EURO");
  });
});

describe("an amount as it is edited", () => {
  test("with the language's own point, and as many digits as the currency has", () => {
    expect(moneyInput(2499, "EUR", "de-DE")).toBe("24,99");
    expect(moneyInput(2499, "EUR", "en-GB")).toBe("24.99");
    expect(moneyInput(5, "EUR", "en")).toBe("0.05");
    expect(moneyInput(3100, "JPY", "en")).toBe("3100");
    expect(moneyInput(1234, "KWD", "de")).toBe("1,234");
    expect(moneyInput(-5, "EUR", "en")).toBe("-0.05");
    expect(moneyInput(null, "EUR", "en")).toBe("");
  });

  test("reads back as the same, in every language and currency", () => {
    for (const locale of ["en", "de", "fr", "de-CH", "pl"])
      for (const currency of ["EUR", "JPY", "KWD"])
        for (const amount of [0, 1, 99, 1000, 123_456, 999_999_999_999])
          expect(parsedMoney(moneyInput(amount, currency, locale), currency)).toBe(amount);
  });
});
