/** What is loaded with the first page of this room that somebody goes to. */
export { ShippingCreate, ShippingEdit } from "./ShippingForm";
export { ShippingList } from "./ShippingList";
