/** What is loaded with the first page of this room that somebody goes to. */
export { TicketCreate, TicketEdit } from "./forms";
export { MacroCreate, MacroEdit, MacroList } from "./macros";
export { TicketList } from "./TicketList";
export { TicketPage } from "./TicketPage";
