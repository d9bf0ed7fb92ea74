import { describe, expect, test } from "vitest";
import { differencesOf } from "../src/parts/SafeEdit";
import { cellsOf, isTable } from "../src/parts/tsv";
import { parsedWeight } from "../src/parts/weight";
import { cellText, columnsOf, filledDown, isWrong, pasted, withCell } from "../src/products/cells";
import { compared } from "../src/products/compared";
import {
  changedVariants,
  combinations,
  currenciesOf,
  emptyRow,
  gridOf,
  handleOf,
  isUsed,
  mayDropOption,
  newVariants,
  priceRange,
  ROWS_MOST,
  type Row,
  renamedOption,
  renamedValue,
} from "../src/products/variants";

const SIZES = { name: "Size", values: ["S", "M"] };
const COLORS = { name: "Color", values: ["Red", "Blue"] };

function aRow(sku: string, options: Record<string, string>, more: Partial<Row> = {}): Row {
  return { id: `var_${sku}`, sku, options, prices: [], weight_g: 0, barcode: null, ...more };
}

describe("the grid of the options", () => {
  test("has a row for each combination, in the options' order", () => {
    expect(combinations([SIZES, COLORS])).toEqual([
      { Size: "S", Color: "Red" },
      { Size: "S", Color: "Blue" },
      { Size: "M", Color: "Red" },
      { Size: "M", Color: "Blue" },
    ]);
  });

  test("has one row where there are no options, or none with a name and values yet", () => {
    expect(combinations([])).toEqual([{}]);
    expect(combinations([{ name: "", values: ["S"] }])).toEqual([{}]);
    expect(combinations([{ name: "Size", values: [] }])).toEqual([{}]);
  });

  test("keeps what stands by its options, wherever it stood", () => {
    const small = aRow("TS-S", { Size: "S" });
    const medium = aRow("TS-M", { Size: "M" });
    const grid = gridOf([{ name: "Size", values: ["S", "M", "L"] }], [medium, small]);
    expect(grid).toEqual([small, medium, emptyRow({ Size: "L" })]);
    expect(grid[0]).toBe(small);
  });

  test("gives what stands the first value of an option that comes later", () => {
    const grid = gridOf([SIZES, COLORS], [aRow("TS-S", { Size: "S" }), aRow("TS-M", { Size: "M" })]);
    expect(grid.map((row) => [row.sku, row.options.Color])).toEqual([
      ["TS-S", "Red"],
      ["", "Blue"],
      ["TS-M", "Red"],
      ["", "Blue"],
    ]);
  });

  test("drops new rows of a value that is gone, never saved ones", () => {
    const saved = aRow("TS-XL", { Size: "XL" });
    const typed = { ...emptyRow({ Size: "XXL" }), sku: "TS-XXL" };
    expect(gridOf([SIZES], [saved, typed]).map((row) => row.sku)).toEqual(["", "", "TS-XL"]);
  });

  test("prefers the saved one of two that would stand in the same place", () => {
    const typed = { ...emptyRow({ Size: "S" }), sku: "NEW" };
    expect(gridOf([SIZES], [typed, aRow("OLD", { Size: "S" })]).map((row) => row.sku)).toEqual(["OLD", ""]);
  });

  test("does not grow without an end", () => {
    const many = ["A", "B", "C"].map((name) => ({ name, values: Array.from({ length: 29 }, (_, i) => String(i)) }));
    expect(gridOf(many, [])).toHaveLength(ROWS_MOST);
    const last = aRow("LAST", { A: "28", B: "28", C: "28" });
    expect(gridOf(many, [last]).at(-1)).toBe(last);
  });

  test("renames options and values in the variants too", () => {
    const rows = [aRow("TS-S", { Size: "S" })];
    expect(renamedOption(rows, "Size", "Größe")[0]?.options).toEqual({ Größe: "S" });
    expect(renamedValue(rows, "Size", "S", "Small")[0]?.options).toEqual({ Size: "Small" });
  });

  test("knows which values and options saved variants hold", () => {
    const rows = [aRow("A", { Size: "S", Color: "Red" }), aRow("B", { Size: "M", Color: "Red" })];
    expect(isUsed(rows, "Size", "S")).toBe(true);
    expect(isUsed([emptyRow({ Size: "S" })], "Size", "S")).toBe(false);
    expect(mayDropOption(rows, "Color")).toBe(true);
    expect(mayDropOption(rows, "Size")).toBe(false);
  });
});

describe("what is sent", () => {
  test("of a new product: the rows with a SKU, without what is the grid's own", () => {
    const rows = [{ ...emptyRow({ Size: "S" }), sku: "TS-S", wrong: {} }, emptyRow({ Size: "M" })];
    expect(newVariants(rows)).toEqual([
      { sku: "TS-S", options: { Size: "S" }, prices: [], weight_g: 0, barcode: null },
    ]);
  });

  test("of a change: what is another by id, and all of what is new", () => {
    const before = [aRow("TS-S", { Size: "S" }, { available: 3 }), aRow("TS-M", { Size: "M" })];
    const rows = [
      { ...(before[0] as Row), weight_g: 180, available: 2 },
      before[1] as Row,
      { ...emptyRow({ Size: "L" }), sku: "TS-L" },
      emptyRow({ Size: "XL" }),
    ];
    expect(changedVariants(rows, before)).toEqual([
      { id: "var_TS-S", weight_g: 180 },
      { id: "var_TS-M" },
      { sku: "TS-L", options: { Size: "L" }, prices: [], weight_g: 0, barcode: null },
    ]);
  });

  test("nothing, where only the order of prices or the stock is another", () => {
    const prices = [
      { currency: "EUR", amount: 100 },
      { currency: "USD", amount: 120 },
    ];
    const before = [aRow("A", {}, { prices, available: 3 })];
    expect(changedVariants([aRow("A", {}, { prices: prices.toReversed(), available: 9 })], before)).toBeNull();
    expect(changedVariants([...before, emptyRow({})], before)).toBeNull();
  });

  test("is the same when it is reckoned again from what was reckoned", () => {
    const before = [aRow("A", {}), aRow("B", { Size: "M" })];
    const once = changedVariants([{ ...(before[0] as Row), sku: "A2" }, before[1] as Row], before);
    expect(changedVariants(once as unknown as Row[], before)).toEqual(once);
  });
});

describe("a cell", () => {
  const columns = columnsOf(["EUR", "JPY"]);

  test("columns are SKU, a price a currency, weight and barcode", () => {
    expect(columns).toEqual(["sku", "price:EUR", "price:JPY", "weight_g", "barcode"]);
  });

  test("takes a price as it is written here or copied from a sheet, and shows it so", () => {
    for (const typed of ["24,99", "24.99", "€24.99", "24,99 €", "EUR 24.99", " 24.99 "]) {
      const row = withCell(emptyRow({}), "price:EUR", typed);
      expect(row.prices).toEqual([{ currency: "EUR", amount: 2499 }]);
      expect(cellText(row, "price:EUR", "de-DE")).toBe("24,99");
    }
    expect(withCell(emptyRow({}), "price:JPY", "1,200").prices).toEqual([{ currency: "JPY", amount: 1200 }]);
  });

  test("empties a price, and keeps the order of the others", () => {
    const row = aRow(
      "A",
      {},
      {
        prices: [
          { currency: "USD", amount: 1 },
          { currency: "EUR", amount: 2 },
        ],
      },
    );
    expect(withCell(row, "price:USD", "").prices).toEqual([{ currency: "EUR", amount: 2 }]);
    expect(withCell(row, "price:USD", "3").prices.map((price) => price.currency)).toEqual(["USD", "EUR"]);
  });

  test("keeps what cannot stand there as wrong, until it is right", () => {
    const row = withCell(withCell(aRow("A", {}), "price:EUR", "dear"), "sku", "-x");
    expect(row.wrong).toEqual({ "price:EUR": "dear", sku: "-x" });
    expect(row.sku).toBe("A");
    expect(cellText(row, "price:EUR", "en")).toBe("dear");
    expect(isWrong([row])).toBe(true);
    const right = withCell(withCell(row, "price:EUR", "5"), "sku", "B");
    expect(isWrong([right])).toBe(false);
    expect("wrong" in right).toBe(false);
  });

  test("refuses negative prices, and an empty SKU of what is saved", () => {
    expect(withCell(emptyRow({}), "price:EUR", "-1").wrong).toBeDefined();
    expect(withCell(aRow("A", {}), "sku", "").wrong).toEqual({ sku: "" });
    expect(withCell({ ...emptyRow({}), sku: "A" }, "sku", "").sku).toBe("");
  });

  test("weighs in grams and kilograms", () => {
    expect(parsedWeight("180")).toBe(180);
    expect(parsedWeight("180 g")).toBe(180);
    expect(parsedWeight("1,2 kg")).toBe(1200);
    expect(parsedWeight("")).toBe(0);
    for (const no of ["heavy", "-1", "1.5", "1 t", "99999999"]) expect(parsedWeight(no)).toBeUndefined();
  });
});

describe("a spreadsheet", () => {
  const columns = columnsOf(["EUR"]);
  const rows = [emptyRow({ Size: "S" }), emptyRow({ Size: "M" }), emptyRow({ Size: "L" })];

  test("is rows on lines and cells between tabs, quoted where a cell has a break", () => {
    expect(cellsOf("a\tb\r\nc\td\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(cellsOf('"two\nlines"\t"say ""hi"""')).toEqual([["two\nlines", 'say "hi"']]);
    expect(cellsOf("a\n\nb")).toEqual([["a"], [""], ["b"]]);
    expect(cellsOf('5" pipe\tx')).toEqual([['5" pipe', "x"]]);
  });

  test("is told from a word", () => {
    expect(isTable("TS-S")).toBe(false);
    expect(isTable("TS-S\n")).toBe(false);
    expect(isTable("TS-S\t1")).toBe(true);
    expect(isTable("TS-S\nTS-M")).toBe(true);
  });

  test("fills cells from where it is pasted", () => {
    const { rows: filled, left } = pasted(rows, columns, { row: 1, column: 0 }, cellsOf("TS-M\t24,99\t180\nTS-L\t25"));
    expect(filled[0]).toBe(rows[0]);
    expect(filled[1]).toMatchObject({ sku: "TS-M", prices: [{ currency: "EUR", amount: 2499 }], weight_g: 180 });
    expect(filled[2]).toMatchObject({ sku: "TS-L", prices: [{ currency: "EUR", amount: 2500 }], weight_g: 0 });
    expect(left).toBe(0);
  });

  test("says what there was no room for", () => {
    const { rows: filled, left } = pasted(rows, columns, { row: 2, column: 3 }, cellsOf("4006381333931\tx\n1\n2"));
    expect(filled[2]?.barcode).toBe("4006381333931");
    expect(left).toBe(3);
  });

  test("marks what it got wrong, and fills the rest", () => {
    const { rows: filled } = pasted(rows, columns, { row: 0, column: 0 }, cellsOf("TS S\tabc\t180"));
    expect(filled[0]).toMatchObject({ weight_g: 180, wrong: { sku: "TS S", "price:EUR": "abc" } });
  });

  test("an empty cell empties", () => {
    const priced = [withCell(emptyRow({}), "price:EUR", "5")];
    expect(pasted(priced, columns, { row: 0, column: 0 }, [["A", ""]]).rows[0]?.prices).toEqual([]);
  });
});

describe("filling down", () => {
  test("gives the empty cells what stands first", () => {
    const rows = [withCell(emptyRow({ Size: "S" }), "price:EUR", "5"), emptyRow({ Size: "M" })];
    expect(filledDown(rows, "price:EUR", "", "en")[1]?.prices).toEqual([{ currency: "EUR", amount: 500 }]);
  });

  test("makes SKUs of the name and the options, no two alike", () => {
    const rows = [emptyRow({ Size: "S" }), emptyRow({ Size: "s" }), aRow("KEPT", { Size: "M" })];
    expect(filledDown(rows, "sku", "Wool hiking socks", "en").map((row) => row.sku)).toEqual([
      "WHS-S",
      "WHS-S-2",
      "KEPT",
    ]);
    expect(filledDown([emptyRow({ Größe: "Größer Ärmel" })], "sku", "Hemd", "de")[0]?.sku).toBe("HEMD-GROSSERA");
    expect(filledDown([emptyRow({})], "sku", "雨", "en")[0]?.sku).toBe("SKU");
  });
});

describe("prices and handles", () => {
  test("a column for each currency of the shop, and of what is priced in another", () => {
    const rows = [
      aRow(
        "A",
        {},
        {
          prices: [
            { currency: "GBP", amount: 1 },
            { currency: "EUR", amount: 1 },
          ],
        },
      ),
    ];
    expect(currenciesOf(["EUR", "USD"], rows, ["CHF", "EUR"])).toEqual(["EUR", "USD", "GBP", "CHF"]);
  });

  test("a range from the least to the most", () => {
    const rows = [300, 100].map((amount) => ({ prices: [{ currency: "EUR", amount }] }));
    expect(priceRange(rows, "EUR")).toEqual([100, 300]);
    expect(priceRange(rows, "USD")).toBeNull();
  });

  test("a handle of any words", () => {
    expect(handleOf("Größe & Café – 2. Wahl!")).toBe("grosse-cafe-2-wahl");
    expect(handleOf("雨")).toBe("");
    expect(handleOf(`${"a".repeat(99)} b`)).toBe("a".repeat(99));
  });
});

describe("a version beside another", () => {
  const product = {
    id: "prod_1",
    version: 3,
    title: "Tee",
    options: [SIZES],
    variants: [
      aRow("TS-S", { Size: "S" }, { prices: [{ currency: "EUR", amount: 2499 }], weight_g: 180, available: 3 }),
      emptyRow({ Size: "M" }),
    ],
    metadata: { b: "2", a: "1" },
    public_metadata: {},
  };

  test("has a line for each variant, by its options, in words", () => {
    expect(compared(product)).toMatchObject({
      title: "Tee",
      options: "Size: S, M",
      S: "TS-S\nEUR 24.99\n180 g",
      metadata: "a: 1\nb: 2",
    });
    expect(compared(product)).not.toHaveProperty("M");
  });

  test("is no other for stock that moved", () => {
    const [first, ...rest] = product.variants;
    const theirs = { ...product, version: 4, variants: [{ ...first, available: 1 }, ...rest] };
    expect(differencesOf({ before: product, mine: product, theirs }, compared)).toEqual([]);
  });

  test("marks what both changed, and not what one did", () => {
    const mine = { ...product, title: "Mine", metadata: { a: "9", b: "2" } };
    const theirs = { ...product, version: 4, title: "Theirs" };
    const found = differencesOf({ before: product, mine, theirs }, compared);
    expect(found.map(({ field, isContested }) => [field, isContested])).toEqual([
      ["title", true],
      ["metadata", false],
    ]);
  });
});
