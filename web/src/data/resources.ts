/** Where each kind of thing is in the API. */
import { productChange } from "../products/variants";
import { shippingChange } from "../shipping/option";
import { byWords } from "./words";

export interface Resource {
  /** The path of the list. */
  path: string;
  /** By what of a record its own path ends; null where there is no page of one. */
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
  orders: { path: "/admin/orders", hasOne: true, sort: byAge },
  products: {
    path: "/admin/products",
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
    id: (level) => `${level.variant_id}/${level.location_id}`,
    find: (id) => {
      const [variant_id, location_id] = id.split("/");
      return { variant_id, location_id };
    },
    writable: ["reorder_point", "safety_stock", "incoming"],
  },
  movements: { path: "/admin/inventory/movements" },
  locations: { path: "/admin/locations", isWhole: true, writable: ["name", "country", "priority", "is_active"] },
  shipping_options: {
    path: "/admin/shipping_options",
    change: shippingChange,
    writable: ["title", "countries", "kind", "amounts", "tiers", "is_active"],
  },
  customers: { path: "/admin/customers", hasOne: true, query: byWords, writable: ["note", "tags", "group_ids"] },
  customer_groups: { path: "/admin/customer_groups", writable: ["name"] },
  companies: {
    path: "/admin/companies",
    hasOne: true,
    writable: ["name", "tax_ids", "tax_exemption", "payment_terms", "note"],
  },
  tickets: {
    path: "/admin/tickets",
    hasOne: true,
    writable: ["subject", "email", "status", "priority", "order_id", "assignee_id", "locale", "tags"],
  },
  ticket_macros: {
    path: "/admin/ticket_macros",
    writable: ["title", "body", "translations", "status", "priority", "tags"],
  },
  refunds: { path: "/admin/refunds", hasOne: true, sort: byAge },
  payments: { path: "/admin/payments", hasOne: true },
  fulfillments: { path: "/admin/fulfillments", hasOne: true },
  staff: { path: "/admin/staff", hasOne: true, writable: ["name", "roles", "status", "locations"] },
  roles: { path: "/admin/roles", isWhole: true, writable: ["name", "scopes", "locations"] },
  api_keys: { path: "/admin/api_keys" },
  approvals: { path: "/admin/approvals", hasOne: true },
  audit: { path: "/admin/audit" },
  jobs: { path: "/admin/jobs", hasOne: true },
  erasures: { path: "/admin/erasures", hasOne: true },
} satisfies Record<string, Resource>;

export type ResourceName = keyof typeof resources;

export function resource(name: string): Resource {
  const found = (resources as Record<string, Resource>)[name];
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}
