/** What is loaded with the first page of this room that somebody goes to. */
export { OrderList } from "./OrderList";
export { OrderPage } from "./OrderPage";
export { PackingSlip } from "./PackingSlip";
