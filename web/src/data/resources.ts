/** Where each kind of thing is in the API. */
import type { AnyPath, PathOf } from "../api/shapes";
import { productChange } from "../products/variants";
import { shippingChange } from "../shipping/option";
import { byWords } from "./words";

export interface Resource {
  /** The path of the list. */
  path: PathOf<"GET">;
  /** The path of one, where something is asked of one alone. */
  one?: AnyPath;
  /** What stands in the path of one: a part for each name there, with slashes between them. */
  id?: (record: Record<string, unknown>) => string;
  /** Whether one is had by its id; else it is looked for in the list. */
  hasOne?: boolean;
  /** Whether the list comes whole, without pages. */
  isWhole?: boolean;
  /** The list's parameters that a form may send; others are ours. */
  sort?: (field: string, order: "ASC" | "DESC") => string | undefined;
  /** The list's parameters for what a form's filters hold, where they are not those themselves. */
  query?: (filter: Record<string, unknown>) => Record<string, unknown>;
  /** What of a record may be sent back in a change. */
  writable?: readonly string[];
  /** A change as the API takes it, of the fields that are another; the same again where it is reckoned twice. */
  change?: (fields: Record<string, unknown>, before: Record<string, unknown>) => Record<string, unknown>;
  /** The list's parameters by which one alone is found, where there is no page of one. */
  find?: (id: string) => Record<string, unknown>;
}

/** `-created_at`: as the API names an order of a list; the newest first is its own. */
const byAge = (field: string, order: "ASC" | "DESC") =>
  field === "created_at" ? (order === "ASC" ? "created_at" : "-created_at") : undefined;

/** Goods are had by title too. */
const byAgeOrTitle = (field: string, order: "ASC" | "DESC") =>
  field === "title" ? (order === "ASC" ? "title" : "-title") : byAge(field, order);

export const resources = {
  orders: { path: "/admin/orders", one: "/admin/orders/{order_id}", hasOne: true, sort: byAge },
  products: {
    path: "/admin/products",
    one: "/admin/products/{product_id}",
    hasOne: true,
    sort: byAgeOrTitle,
    change: productChange,
    writable: [
      "title",
      "handle",
      "description",
      "status",
      "options",
      "variants",
      "images",
      "collections",
      "tags",
      "metadata",
      "public_metadata",
    ],
  },
  levels: {
    path: "/admin/inventory/levels",
    one: "/admin/inventory/levels/{variant_id}/{location_id}",
    id: (level) => `${level.variant_id}/${level.location_id}`,
    find: (id) => {
      const [variant_id, location_id] = id.split("/");
      return { variant_id, location_id };
    },
    writable: ["reorder_point", "safety_stock", "incoming"],
  },
  movements: { path: "/admin/inventory/movements" },
  locations: {
    path: "/admin/locations",
    one: "/admin/locations/{location_id}",
    isWhole: true,
    writable: ["name", "country", "priority", "is_active"],
  },
  shipping_options: {
    path: "/admin/shipping_options",
    one: "/admin/shipping_options/{option_id}",
    change: shippingChange,
    writable: ["title", "countries", "kind", "amounts", "tiers", "is_active"],
  },
  customers: {
    path: "/admin/customers",
    one: "/admin/customers/{customer_id}",
    hasOne: true,
    query: byWords,
    writable: ["note", "tags", "group_ids"],
  },
  customer_groups: { path: "/admin/customer_groups", one: "/admin/customer_groups/{group_id}", writable: ["name"] },
  companies: {
    path: "/admin/companies",
    one: "/admin/companies/{company_id}",
    hasOne: true,
    writable: ["name", "tax_ids", "tax_exemption", "payment_terms", "note"],
  },
  tickets: {
    path: "/admin/tickets",
    one: "/admin/tickets/{ticket_id}",
    hasOne: true,
    writable: ["subject", "email", "status", "priority", "order_id", "assignee_id", "locale", "tags"],
  },
  ticket_macros: {
    path: "/admin/ticket_macros",
    one: "/admin/ticket_macros/{macro_id}",
    writable: ["title", "body", "translations", "status", "priority", "tags"],
  },
  refunds: { path: "/admin/refunds", one: "/admin/refunds/{refund_id}", hasOne: true, sort: byAge },
  payments: { path: "/admin/payments", one: "/admin/payments/{payment_id}", hasOne: true },
  fulfillments: { path: "/admin/fulfillments", one: "/admin/fulfillments/{fulfillment_id}", hasOne: true },
  staff: {
    path: "/admin/staff",
    one: "/admin/staff/{staff_id}",
    hasOne: true,
    writable: ["name", "roles", "status", "locations"],
  },
  roles: {
    path: "/admin/roles",
    one: "/admin/roles/{role_id}",
    isWhole: true,
    writable: ["name", "scopes", "locations"],
  },
  api_keys: { path: "/admin/api_keys" },
  approvals: { path: "/admin/approvals", one: "/admin/approvals/{approval_id}", hasOne: true },
  audit: { path: "/admin/audit" },
  jobs: { path: "/admin/jobs", one: "/admin/jobs/{job_id}", hasOne: true },
  erasures: { path: "/admin/erasures", one: "/admin/erasures/{erasure_id}", hasOne: true },
} satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;

export function resource(name: string): Resource {
  const found = (resources as Record<string, Resource>)[name];
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}
