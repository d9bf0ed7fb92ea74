/** Where a thing has its page, by the word that its id begins with. */
const PAGES: Record<string, (id: string) => string> = {
  order: (id) => `/orders/${id}/show`,
  cus: (id) => `/customers/${id}/show`,
  comp: (id) => `/companies/${id}`,
  grp: (id) => `/customer_groups/${id}`,
  prod: (id) => `/products/${id}`,
  loc: (id) => `/locations/${id}`,
  tkt: (id) => `/tickets/${id}/show`,
  mac: (id) => `/ticket_macros/${id}`,
  staff: (id) => `/staff/${id}`,
  role: (id) => `/roles/${id}`,
  apr: (id) => `/approvals/${id}/show`,
  job: (id) => `/jobs/${id}/show`,
  era: (id) => `/erasures/${id}/show`,
};

/** null: there is no page of it. */
export function pageOfObject(id: string): string | null {
  const [kind, rest] = id.split("_");
  return (rest && PAGES[kind ?? ""]?.(id)) || null;
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
