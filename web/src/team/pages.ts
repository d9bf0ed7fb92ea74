/** What is loaded with the first page of this room that somebody goes to. */
export { ApprovalList } from "./ApprovalList";
export { ApprovalPage } from "./ApprovalPage";
export { AuditList } from "./AuditList";
export { KeyCreate, KeyList } from "./keys";
export { RoleCreate, RoleEdit, RoleList } from "./roles";
export { StaffCreate, StaffEdit } from "./StaffForms";
export { StaffList } from "./StaffList";
