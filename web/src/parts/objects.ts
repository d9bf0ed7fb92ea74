/** Where a thing has its page, by the word that its id begins with. */
const PAGES = new Map<string, (id: string) => string>(
  Object.entries({
    order: (id: string) => `/orders/${id}/show`,
    cus: (id: string) => `/customers/${id}/show`,
    comp: (id: string) => `/companies/${id}`,
    grp: (id: string) => `/customer_groups/${id}`,
    prod: (id: string) => `/products/${id}`,
    loc: (id: string) => `/locations/${id}`,
    tkt: (id: string) => `/tickets/${id}/show`,
    mac: (id: string) => `/ticket_macros/${id}`,
    staff: (id: string) => `/staff/${id}`,
    role: (id: string) => `/roles/${id}`,
    apr: (id: string) => `/approvals/${id}/show`,
    job: (id: string) => `/jobs/${id}/show`,
    era: (id: string) => `/erasures/${id}/show`,
  }),
);

/** null: there is no page of it. */
export function pageOfObject(id: string): string | null {
  const [kind, rest] = id.split("_");
  return (rest && PAGES.get(kind ?? "")?.(id)) || null;
}

/** An id as people can still tell it from another: what it is of, and its end. */
export function briefId(id: string): string {
  return id
    .split("/")
    .map((part) => part.replace(/^([a-z]+_)[0-9A-Z]{20}([0-9A-Z]{6})$/, "$1…$2"))
    .join(" / ");
}

/** One value of many fields as lines: the path of each field, and what stands there. Empty ones are left out. */
export function fieldsOf(value: unknown, path = ""): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) {
    if (!value.length) return [];
    if (value.every((each) => typeof each !== "object")) return [[path, value.join(", ")]];
    return value.flatMap((each, i) => fieldsOf(each, `${path}[${i}]`));
  }
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([name, inner]) => fieldsOf(inner, path ? `${path}.${name}` : name));
  }
  return [[path, String(value)]];
}
