import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Member = Schemas["MemberView"];
export type Role = Schemas["RoleView"];
export type Key = Schemas["KeyView"];
export type NewKey = Schemas["NewKeyView"];
export type AuditEntry = Schemas["AuditEntryView"];

/** Areas and what may be done in each, in the order of the API's own list. */
export const AREAS: Record<string, readonly string[]> = {
  products: ["read", "write"],
  inventory: ["read", "write"],
  orders: ["read", "write"],
  customers: ["read", "write", "erase"],
  payments: ["read", "write"],
  fulfillment: ["read", "write"],
  reports: ["read"],
  support: ["read", "write"],
  jobs: ["read", "write"],
  migrations: ["write"],
  approvals: ["read", "write"],
  audit: ["read"],
  keys: ["read", "write"],
  staff: ["read", "write"],
  system: ["read", "write", "drop"],
};

/** Whether it comes along with another one: who may write may read. */
export function isCarried(scope: string, scopes: readonly string[]): boolean {
  return scope.endsWith(":read") && scopes.includes(scope.replace(":read", ":write"));
}

/** The scopes with this one or without it, in the API's order; what comes along with writing is not named besides. */
export function toggled(scopes: readonly string[], scope: string, isOn: boolean): string[] {
  const held = new Set(scopes);
  if (isOn) held.add(scope);
  else held.delete(scope);
  return Object.entries(AREAS)
    .flatMap(([area, ways]) => ways.map((way) => `${area}:${way}`))
    .filter((each) => held.has(each) && !isCarried(each, [...held]));
}

/** Whether a key still counts. */
export function stateOf(
  key: Pick<Key, "revoked_at" | "expires_at">,
  now = new Date(),
): "active" | "revoked" | "expired" {
  if (key.revoked_at) return "revoked";
  return key.expires_at && new Date(key.expires_at) <= now ? "expired" : "active";
}
