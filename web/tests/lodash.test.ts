import { createRequire } from "node:module";
import { describe, expect, it, vi } from "vitest";
import * as slim from "../slim/lodash";

// biome-ignore lint/suspicious/noExplicitAny: it has no types here
const lodash = createRequire(import.meta.url)("lodash") as any;

class Other {
  a = 1;
}
const DAY = new Date("2026-12-01T00:00:00Z");
const VALUES: unknown[] = [
  ...[undefined, null, 0, -0, 1, Number.NaN, "", "a", true, false, DAY, new Date(DAY), new Date(0), /a/g, /a/g, /b/],
  ...[[], {}, [undefined], [1, [2, { b: 3 }]], [1, [2, { b: 3 }]], { a: undefined }, { a: 1 }, { a: 1, b: undefined }],
  ...[{ a: { b: [1, 2, 3], c: null } }, { a: { b: [9], d: DAY } }, { a: [1] }, { a: "x", "a.b": 2 }, new Other()],
  ...[
    { "created_at[gte]": 1 },
    { created_at: { gte: 1 } },
    { length: 0 },
    { 0: "a" },
    ["a"],
    () => 1,
    Object.create(null),
  ],
];
const PATHS = [
  "a",
  "a.b",
  "a.b[1]",
  "a[0]",
  "[0]",
  "0",
  "created_at[gte]",
  "a.b.c.d",
  "x.0.y",
  "",
  "a.c.d",
  undefined,
  null,
  0,
  ["a", "b"],
];

describe("in lodash's place, as lodash has it:", () => {
  it("what is equal", () => {
    for (const a of VALUES)
      for (const b of VALUES) expect([a, b, slim.isEqual(a, b)]).toEqual([a, b, lodash.isEqual(a, b)]);
    const [a, b] = [1, 1].map((n) => {
      const ring: Record<string, unknown> = { n };
      ring.self = ring;
      return ring;
    });
    expect(slim.isEqual(a, b)).toBe(true);
  });

  it("what is empty, and copies", () => {
    for (const value of VALUES.filter((each) => typeof each !== "function")) {
      expect([value, slim.isEmpty(value)]).toEqual([value, lodash.isEmpty(value)]);
      if (value instanceof Other || value instanceof RegExp) continue;
      expect(slim.cloneDeep(value)).toEqual(lodash.cloneDeep(value));
    }
    const nested = { a: { b: [1] } };
    slim.cloneDeep(nested).a.b.push(2);
    expect(nested.a.b).toEqual([1]);
  });

  it("what stands at a path, and putting it there", () => {
    for (const of of VALUES)
      for (const path of PATHS) {
        expect([of, path, slim.get(of, path, "none")]).toEqual([of, path, lodash.get(of, path, "none")]);
        if (path === "" || typeof of !== "object") continue;
        const [mine, theirs] = [lodash.cloneDeep(of), lodash.cloneDeep(of)];
        expect([path, slim.set(mine, path, 7)]).toEqual([path, lodash.set(theirs, path, 7)]);
      }
    slim.set({}, "__proto__.hit", 1);
    slim.set({}, "constructor.prototype.hit", 1);
    slim.merge({}, JSON.parse('{"__proto__": {"hit": 1}, "constructor": {"prototype": {"hit": 1}}}'));
    expect(({} as Record<string, unknown>).hit).toBeUndefined();
  });

  it("what several come to", () => {
    const objects = VALUES.filter((each) => each === undefined || each === null || lodash.isPlainObject(each));
    const mine = (_: unknown, b: unknown) => (Array.isArray(b) ? b : undefined);
    for (const a of objects)
      for (const b of objects) {
        const all = (use: typeof lodash) => [
          use.merge({}, lodash.cloneDeep(a), b),
          use.mergeWith(lodash.cloneDeep(a ?? {}), b, mine),
          use.defaults({}, a, b),
          use.pick(a, ["a", "b"]),
        ];
        expect(all(slim)).toEqual(all(lodash));
      }
    for (const use of [slim, lodash]) {
      expect(use.union([1, 2, 2], [3, 1])).toEqual([1, 2, 3]);
      expect(use.difference([1, 2, 3, 2], [2])).toEqual([1, 3]);
    }
  });

  it("what is done once, and once it is quiet", () => {
    vi.useFakeTimers();
    for (const use of [slim, lodash]) {
      const [made, said] = [vi.fn((a: number) => a), vi.fn()];
      const once = use.memoize(made);
      expect([once(1), once(1), once(2), made.mock.calls.length]).toEqual([1, 1, 2, 2]);
      const quiet = use.debounce(said, 100);
      quiet("a");
      vi.advanceTimersByTime(99);
      quiet("b");
      vi.advanceTimersByTime(100);
      quiet("c");
      quiet.cancel();
      vi.advanceTimersByTime(1000);
      expect(said.mock.calls).toEqual([["b"]]);
    }
    vi.useRealTimers();
  });
});
