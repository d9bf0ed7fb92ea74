/** What is loaded with the first page of this room that somebody goes to. */

export { CustomerEdit } from "./CustomerEdit";
export { CustomerList } from "./CustomerList";
export { CustomerPage } from "./CustomerPage";
export { CompanyCreate, CompanyEdit, CompanyList } from "./companies";
export { ErasureList, ErasurePage } from "./erasures";
export { GroupCreate, GroupEdit, GroupList } from "./groups";
export { ImportPage } from "./ImportPage";
