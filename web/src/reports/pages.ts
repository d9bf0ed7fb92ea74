/** What is loaded with the first page of this room that somebody goes to. */
export { ReportPage } from "./ReportPage";
