import { describe, expect, it } from "vitest";
import { leftBehind } from "../src/parts/ExportButton";
import { flat } from "../src/parts/filters";
import { isOnScreen, queryOf, readViews, type View, withView } from "../src/parts/views";

const view = (name: string, more: Partial<View> = {}): View => ({
  name,
  filter: { status: "placed" },
  filters_there: {},
  sort: { field: "created_at", order: "DESC" },
  per_page: 25,
  hidden: null,
  ranks: null,
  ...more,
});

describe("views of a list", () => {
  it("have each name once, in the alphabet's order", () => {
    const views = [view("To ship"), view("new"), view("TO SHIP", { per_page: 50 })].reduce(withView, [] as View[]);
    expect(views.map((each) => [each.name, each.per_page])).toEqual([
      ["new", 25],
      ["TO SHIP", 50],
    ]);
  });

  it("are those on the screen whatever order a filter was set in, and whatever is empty", () => {
    const one = view("one", { filter: { status: "placed", sku: "A" }, hidden: ["id", "email"] });
    expect(
      isOnScreen(one, { ...one, filter: { sku: "A", status: "placed", email: "" }, hidden: ["email", "id"] }),
    ).toBe(true);
    expect(isOnScreen(one, { ...one, hidden: [] })).toBe(false);
    expect(isOnScreen(one, { ...one, filter: { status: "placed" } })).toBe(false);
    expect(isOnScreen(one, { ...one, sort: { field: "created_at", order: "ASC" } })).toBe(false);
  });

  it("begin at the first page", () => {
    const query = new URLSearchParams(queryOf(view("one", { filter: { sku: "A&B=1" } })));
    expect(JSON.parse(query.get("filter") ?? "")).toEqual({ sku: "A&B=1" });
    expect([query.get("page"), query.get("sort"), query.get("order"), query.get("perPage")]).toEqual([
      "1",
      "created_at",
      "DESC",
      "25",
    ]);
  });

  it("are read as far as they are any", () => {
    expect(readViews("x")).toEqual([]);
    expect(readViews([null, 1, { name: "x" }, view("one")]).map((each) => each.name)).toEqual(["one"]);
  });
});

it("says which filters a file would leave out", () => {
  expect(leftBehind({ status: "placed", email: "a@example.com", sku: "", number: undefined }, ["status"])).toEqual([
    "email",
  ]);
});

it("sends the bounds of a time by the names that the API knows, however a form or an address has them", () => {
  const flattened = { "created_at[gte]": "2026-11-30", sku: "A", ids: ["a"], email: null };
  expect(flat({ created_at: { gte: "2026-11-30" }, sku: "A", ids: ["a"], email: null })).toEqual(flattened);
  expect(flat(flattened)).toEqual(flattened);
});
