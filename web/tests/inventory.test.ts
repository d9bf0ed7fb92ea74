import { describe, expect, test } from "vitest";
import {
  adjustments,
  isLow,
  keyOf,
  type Level,
  parsedCount,
  parts,
  rowsOf,
  type Shelf,
  shelvesOf,
  wrongCounts,
} from "../src/inventory/levels";
import { isReady, pastedLines, wholeNumber, withMore } from "../src/inventory/receipt";
import { cellsOf } from "../src/parts/tsv";

function aLevel(variant_id: string, location_id: string, more: Partial<Level> = {}): Level {
  return {
    variant_id,
    sku: variant_id.toUpperCase(),
    location_id,
    on_hand: 10,
    reserved: 0,
    available: 10,
    safety_stock: 0,
    damaged: 0,
    incoming: 0,
    reorder_point: 0,
    version: 1,
    ...more,
  };
}

function aShelf(location_id: string, variants: string[], hasMore = false): Shelf {
  return { location_id, levels: variants.map((variant) => aLevel(variant, location_id)), hasMore };
}

describe("the grid of levels", () => {
  test("has a row a variant, and what each location has of it", () => {
    const rows = rowsOf([aShelf("east", ["a", "b"]), aShelf("west", ["b", "c"])]);
    expect(rows.map((row) => [row.sku, Object.keys(row.at)])).toEqual([
      ["A", ["east"]],
      ["B", ["east", "west"]],
      ["C", ["west"]],
    ]);
  });

  test("ends where a location that has more is known to, so that nothing seems to be missing there", () => {
    const rows = rowsOf([aShelf("east", ["a", "b"], true), aShelf("west", ["b", "c", "d"])]);
    expect(rows.map((row) => row.variant_id)).toEqual(["a", "b"]);
    expect(rowsOf([aShelf("east", ["a", "b"], true), aShelf("west", ["a"], true)])).toHaveLength(1);
  });

  test("puts pages of a location one after another; the last one says whether there is more", () => {
    const shelves = shelvesOf([[aShelf("east", ["a"], true), aShelf("west", ["b"])], [aShelf("east", ["c"], false)]]);
    expect(shelves.map((shelf) => [shelf.location_id, shelf.levels.length, shelf.hasMore])).toEqual([
      ["east", 2, false],
      ["west", 1, false],
    ]);
  });

  test("says low as the API does: at the reorder point", () => {
    expect(isLow(aLevel("a", "east", { available: 5, reorder_point: 5 }))).toBe(true);
    expect(isLow(aLevel("a", "east", { available: 6, reorder_point: 5 }))).toBe(false);
  });
});

describe("counts", () => {
  const rows = rowsOf([aShelf("east", ["a", "b"])]);
  const at = (variant_id: string) => keyOf({ variant_id, location_id: "east" });

  test("are booked as what they differ by", () => {
    expect(adjustments(rows, { [at("a")]: "12", [at("b")]: "7" })).toEqual([
      { variant_id: "a", location_id: "east", sku: "A", delta: 2 },
      { variant_id: "b", location_id: "east", sku: "B", delta: -3 },
    ]);
  });

  test("that are the same, or none, are not booked", () => {
    expect(adjustments(rows, { [at("a")]: "10", [at("b")]: "x", "gone/east": "4" })).toEqual([]);
  });

  test("are whole and not below nothing", () => {
    expect(parsedCount(" 12 ")).toBe(12);
    expect(parsedCount("0")).toBe(0);
    for (const no of ["", "-1", "1.5", "1e3", "many", "9999999999"]) expect(parsedCount(no)).toBeUndefined();
  });

  test("that cannot be booked are named", () => {
    expect(wrongCounts(rows, { [at("a")]: "x", [at("b")]: "11" })).toEqual([at("a")]);
    expect(wrongCounts(rows, { [at("a")]: "100011" })).toEqual([at("a")]);
    expect(wrongCounts(rows, { [at("a")]: "100010" })).toEqual([]);
  });

  test("go in parts of what a request takes", () => {
    expect(parts([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(parts([], 2)).toEqual([]);
  });
});

describe("a receipt", () => {
  test("counts a SKU that is scanned again, in whatever letters; a new one comes first", () => {
    const once = withMore([], "TS-S", 1);
    const twice = withMore(withMore(once, "HS-M", 5), " ts-s ", 1);
    expect(twice).toEqual([
      { sku: "HS-M", quantity: 5 },
      { sku: "TS-S", quantity: 2 },
    ]);
  });

  test("is pasted with or without the names of its columns, one where there is no number", () => {
    expect(pastedLines(cellsOf("SKU\tQty\nTS-S\t12\nTS-M\n\nTS-L\t1.200"))).toEqual({
      lines: [
        { sku: "TS-S", quantity: 12 },
        { sku: "TS-M", quantity: 1 },
        { sku: "TS-L", quantity: 1200 },
      ],
      wrong: [],
    });
  });

  test("says which lines have no quantity", () => {
    expect(pastedLines(cellsOf("TS-S\t0\nTS-M\tfew\nTS-L\t-2")).wrong).toEqual(["TS-S 0", "TS-M few", "TS-L -2"]);
  });

  test("takes whole quantities of what one booking holds", () => {
    expect(wholeNumber("100000")).toBe(100_000);
    for (const no of ["0", "-1", "1.5", "12.34", "100001", "1,2345", ""]) expect(wholeNumber(no)).toBeUndefined();
  });

  test("is ready when every SKU is known", () => {
    const variant = { id: "var_1", title: "Tee" };
    expect(isReady([{ sku: "A", quantity: 1, variant }])).toBe(true);
    expect(isReady([{ sku: "A", quantity: 1 }])).toBe(false);
    expect(isReady([{ sku: "A", quantity: 1, variant: null }])).toBe(false);
    expect(isReady([{ sku: "A", quantity: 0, variant }])).toBe(false);
    expect(isReady([])).toBe(false);
  });
});
