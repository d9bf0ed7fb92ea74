import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Order = Schemas["OrderView"];
export type OrderItem = Schemas["OrderItemView"];
export type Fulfillment = Schemas["FulfillmentView"];
export type Payment = Schemas["PaymentView"];
export type Refund = Schemas["RefundView"];
export type Entry = Schemas["Entry"];
/** The type of an entry that is no event: what staff wrote for each other. */
export const NOTED = "order.note";
export type Location = Schemas["LocationView"];
export type Mail = Schemas["MailView"];

/** How many units of a line may still leave: what was refunded stays. */
export function toShip(item: OrderItem): number {
  return Math.max(item.quantity - item.canceled_quantity - item.refunded_quantity - item.fulfilled_quantity, 0);
}

/** How many units of a line money may go back for. */
export function toRefund(item: OrderItem): number {
  return Math.max(item.quantity - item.refunded_quantity, 0);
}

const GONE: readonly Refund["status"][] = ["failed", "canceled"];

/**
 * What the next units of a line are worth: its total shared over its units, the first getting what is left over, less
 * what went back of it already. As the shop itself reckons; it refuses a sum that is another.
 */
export function worthOf(item: OrderItem, quantity: number, refunds: readonly Refund[]): number {
  const upTo = item.refunded_quantity + quantity;
  const each = Math.floor(item.total / item.quantity);
  const shared = upTo * each + Math.min(upTo, item.total % item.quantity);
  const back = refunds
    .filter((refund) => !GONE.includes(refund.status))
    .flatMap((refund) => refund.items)
    .filter((line) => line.line_item_id === item.id)
    .reduce((sum, line) => sum + line.amount, 0);
  return Math.max(shared - back, 0);
}

/** What may still go back of all that was paid. */
export function leftToRefund(order: Order): number {
  return Math.max(order.captured_total - order.refunded_total, 0);
}

/** The line that somebody means who scans or types this: by its SKU; the first that has units left before others. */
export function scanned(items: readonly OrderItem[], code: string, counted: Record<string, number>): OrderItem | null {
  const asked = code.trim().toLowerCase();
  const fitting = items.filter((item) => item.sku.toLowerCase() === asked);
  return fitting.find((item) => (counted[item.id] ?? 0) < toShip(item)) ?? fitting[0] ?? null;
}
