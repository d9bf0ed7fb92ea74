/** What is loaded with the first page of this room that somebody goes to. */
export { LettersPage } from "./LettersPage";
export { SettingsPage } from "./SettingsPage";
