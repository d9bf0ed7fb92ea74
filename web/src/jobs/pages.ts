/** What is loaded with the first page of this room that somebody goes to. */
export { JobList } from "./JobList";
export { JobPage } from "./JobPage";
