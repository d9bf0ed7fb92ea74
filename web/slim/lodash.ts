/**
 * In the place of lodash: what react-admin takes from it, for the values it has there, which are JSON, dates and files.
 * The tests hold each against lodash itself.
 */
type Keyed = Record<string, unknown>;
type Path = string | number | undefined | null | readonly (string | number)[];
type Customizer = (to: unknown, from: unknown) => unknown;

const isObject = (value: unknown): value is Keyed => typeof value === "object" && value !== null;

function isPlain(value: unknown): value is Keyed {
  if (!isObject(value)) return false;
  const above = Object.getPrototypeOf(value);
  return above === null || above === Object.prototype;
}

/** `a.b[0]` as its steps; a key that is called so is one. */
function steps(path: Path, of: unknown): (string | number)[] {
  if (Array.isArray(path)) return [...path];
  if (typeof path !== "string") return [String(path)];
  if (isObject(of) && path in of) return [path];
  return path === "" ? [""] : path.split(/[.[\]]/).filter(Boolean);
}

export function get(of: unknown, path: Path, otherwise?: unknown): unknown {
  let found = of;
  for (const step of steps(path, of)) found = (found as Keyed | null | undefined)?.[step];
  return found === undefined ? otherwise : found;
}

export function set<T>(of: T, path: Path, value: unknown): T {
  if (!isObject(of)) return of;
  const way = steps(path, of);
  let at = of as Keyed;
  for (const [i, step] of way.entries()) {
    if (isForbidden(step)) return of;
    if (i === way.length - 1) at[step] = value;
    else {
      if (!isObject(at[step])) at[step] = /^\d+$/.test(String(way[i + 1])) ? [] : {};
      at = at[step] as Keyed;
    }
  }
  return of;
}

/** By what could change every object there is. */
const isForbidden = (key: string | number) => key === "__proto__" || key === "constructor" || key === "prototype";

export const isEqual = (a: unknown, b: unknown): boolean => isSame(a, b, new Map());

/** seen: what an object is being compared with already. */
function isSame(a: unknown, b: unknown, seen: Map<unknown, unknown>): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (seen.has(a)) return seen.get(a) === b; // in a ring
  const kind = Object.prototype.toString.call(a);
  if (kind !== Object.prototype.toString.call(b)) return false;
  if (kind === "[object Date]") return isSame(Number(a), Number(b), seen);
  if (kind === "[object RegExp]") return String(a) === String(b);
  if (kind !== "[object Array]" && kind !== "[object Object]") return false;
  if (a.constructor !== b.constructor && typeof a.constructor === "function" && typeof b.constructor === "function")
    return false;
  seen.set(a, b);
  const keys = Object.keys(a);
  const isAlike =
    keys.length === Object.keys(b).length &&
    (!Array.isArray(a) || a.length === (b as unknown as unknown[]).length) &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key], seen));
  seen.delete(a);
  return isAlike;
}

export function cloneDeep<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneDeep) as T;
  if (value instanceof Date) return new Date(value) as T;
  return isPlain(value)
    ? (Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cloneDeep(each)])) as T)
    : value;
}

export function mergeWith(to: Keyed, from: unknown, customizer: Customizer): Keyed {
  for (const [key, value] of Object.entries((from ?? {}) as Keyed)) {
    if (isForbidden(key)) continue;
    const there = to[key];
    const made = customizer(there, value);
    if (made !== undefined) to[key] = made;
    else if (Array.isArray(value)) to[key] = mergeWith((Array.isArray(there) ? there : []) as never, value, customizer);
    else if (isPlain(value)) to[key] = mergeWith(isObject(there) ? there : {}, value, customizer);
    else if (value !== undefined || !(key in to)) to[key] = value;
  }
  return to;
}

export function merge(to: Keyed, ...from: unknown[]): Keyed {
  return from.reduce<Keyed>((merged, each) => mergeWith(merged, each, () => undefined), to);
}

export function defaults(to: Keyed, ...from: (Keyed | null | undefined)[]): Keyed {
  for (const each of from) for (const key in each) if (to[key] === undefined) to[key] = each[key];
  return to;
}

export function pick(of: Keyed | null | undefined, keys: readonly string[]): Keyed {
  return Object.fromEntries(keys.filter((key) => of && key in of).map((key) => [key, of?.[key]]));
}

export function union<T>(...lists: readonly T[][]): T[] {
  return [...new Set(lists.flat())];
}

export function difference<T>(list: readonly T[], without: readonly T[]): T[] {
  const left = new Set(without);
  return list.filter((each) => !left.has(each));
}

export function isEmpty(value: unknown): boolean {
  if (value instanceof Map || value instanceof Set) return value.size === 0;
  if (typeof value === "string") return value === "";
  return !isObject(value) || Object.keys(value).length === 0;
}

export function memoize<A extends unknown[], R>(make: (...given: A) => R, keyOf = (...given: A): unknown => given[0]) {
  const made = new Map<unknown, R>();
  return (...given: A): R => {
    const key = keyOf(...given);
    if (!made.has(key)) made.set(key, make(...given));
    return made.get(key) as R;
  };
}

/** Called once nobody has asked for it that long, with what was said last. */
export function debounce<A extends unknown[]>(call: (...given: A) => void, wait_ms = 0) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const debounced = (...given: A) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...given), wait_ms);
  };
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}
