/** What is loaded with the first page of this room that somebody goes to. */
export { ProductCreate } from "./ProductCreate";
export { ProductEdit } from "./ProductEdit";
export { ProductList } from "./ProductList";
