/** What is loaded with the first page of this room that somebody goes to. */
export { LevelsPage } from "./LevelsPage";
export { LocationCreate, LocationEdit } from "./LocationForm";
export { LocationList } from "./LocationList";
export { MovementList } from "./MovementList";
export { ReceiptPage } from "./ReceiptPage";
