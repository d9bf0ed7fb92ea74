// A whole purchase by openapi-fetch and the types that openapi-typescript makes of the API's document:
// `node purchase.js <what there is to buy, as JSON>`, compiled and run by its test. No `any`, and no body is cast.

import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js"; // made of the document

type Completed = components["schemas"]["Completed"];

// The shop, and what there is to buy in it.
interface Given {
  api: string;
  admin_key: string;
  stripe_api: string;
  edge: Record<string, string>; // what the edge adds to a shopper's requests
  email: string;
  variant_id: string;
  location_id: string;
}

const PATIENCE_MS = 60_000; // for what happens behind queues; on an idle machine it takes two seconds

const given: Given = JSON.parse(process.argv[2] ?? "");
const store = createClient<paths>({ baseUrl: given.api, headers: given.edge });
const admin = createClient<paths>({ baseUrl: given.api, headers: { Authorization: `Bearer ${given.admin_key}` } });

// The answer, or the end with the error that came instead.
function answered<T>(result: { data?: T; error?: components["schemas"]["ErrorView"] }): T {
  if (result.data === undefined) throw new Error(JSON.stringify(result.error));
  return result.data;
}

async function complete(): Promise<Completed> {
  const body = { currency: "USD", country: "US", items: [{ variant_id: given.variant_id, quantity: 2 }] };
  const made = answered(await store.POST("/store/carts", { body }));
  if (made.token === null) throw new Error("a cart without its token");
  const params = { path: { cart_id: made.id } };
  const headers = { "Cart-Token": made.token };
  answered(await store.PUT("/store/carts/{cart_id}/email", { params, headers, body: { email: given.email } }));
  const address = {
    first_name: "Jane",
    last_name: "Doe",
    address1: "1 Main St",
    city: "Oakland",
    province: "CA",
    postal_code: "94607",
    country: "US",
  };
  answered(await store.PUT("/store/carts/{cart_id}/shipping_address", { params, headers, body: address }));
  const offered = answered(await store.GET("/store/carts/{cart_id}/shipping_options", { params, headers }));
  const option = offered.data[0];
  if (option === undefined) throw new Error("nothing ships");
  const choice = { id: option.id };
  const cart = answered(await store.PUT("/store/carts/{cart_id}/shipping_option", { params, headers, body: choice }));
  if (cart.requirements.length > 0) throw new Error(JSON.stringify(cart.requirements));
  const completing = {
    params: { ...params, header: { "Idempotency-Key": crypto.randomUUID() } },
    headers,
    body: { expected_total: cart.total },
  };
  return answered(await store.POST("/store/carts/{cart_id}/complete", completing));
}

async function pay(completed: Completed): Promise<void> {
  const secret = completed.payment?.client_secret;
  if (secret === undefined) throw new Error("nothing to pay");
  const paid = await fetch(`${given.stripe_api}/v1/payment_intents/${secret.split("_secret_")[0]}/confirm`, {
    method: "POST",
    headers: { Authorization: "Bearer pk_test_shopper" },
    body: new URLSearchParams({ client_secret: secret, payment_method: "pm_card_visa" }),
  });
  if (!paid.ok) throw new Error(await paid.text());
}

async function waitUntilPlaced(completed: Completed): Promise<void> {
  const params = { path: { order_id: completed.order.id } };
  const headers = { "Order-Token": completed.order_token };
  const deadline = Date.now() + PATIENCE_MS;
  while (answered(await store.GET("/store/orders/{order_id}", { params, headers })).status !== "placed") {
    if (Date.now() > deadline) throw new Error("the order was never placed");
    await sleep(200);
  }
}

async function ship(orderId: string): Promise<void> {
  const listed = answered(await admin.GET("/admin/orders", { params: { query: { email: given.email } } }));
  const order = listed.data.find((each) => each.id === orderId);
  if (order === undefined || listed.data.length !== 1) throw new Error("not the one order of this address");
  const items = order.items.map((item) => ({ line_item_id: item.id, quantity: item.quantity }));
  const path = { order_id: orderId };
  const shipping = {
    params: { path, header: { "Idempotency-Key": crypto.randomUUID() } },
    body: { location_id: given.location_id, items },
  };
  answered(await admin.POST("/admin/orders/{order_id}/fulfillments", shipping));
  const shipped = answered(await admin.GET("/admin/orders/{order_id}", { params: { path } }));
  if (shipped.fulfillment_status !== "shipped") throw new Error(shipped.fulfillment_status);
}

const completed = await complete();
await pay(completed);
await waitUntilPlaced(completed);
await ship(completed.order.id);
console.log(completed.order.id);
