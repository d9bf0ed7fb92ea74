/** The languages of the dashboard: a file each, loaded when it is spoken. */
import type { en } from "./en";

export type Messages = typeof en;
export const LANGUAGES = [
  { locale: "en", name: "English" },
  { locale: "de", name: "Deutsch" },
] as const;
export type Locale = (typeof LANGUAGES)[number]["locale"];
const KEPT = "storewright.locale";

const files: Record<Locale, () => Promise<Messages>> = {
  en: async () => (await import("./en")).en,
  de: async () => (await import("./de")).de,
};

export function messagesOf(locale: string): Promise<Messages> {
  return files[isLocale(locale) ? locale : "en"]();
}

function isLocale(locale: string | null | undefined): locale is Locale {
  return LANGUAGES.some((each) => each.locale === locale);
}

/** What was chosen here last, or else what the browser asks for. */
export function preferredLocale(): Locale {
  const kept = localStorage.getItem(KEPT);
  if (isLocale(kept)) return kept;
  return navigator.languages.map((each) => each.split("-")[0]).find(isLocale) ?? "en";
}

export function keepLocale(locale: string): void {
  localStorage.setItem(KEPT, locale);
}

/** Dates and money are written as the browser's region does, in the dashboard's language. */
export function formatLocale(locale: string): string {
  return navigator.languages.find((each) => each.split("-")[0] === locale && isKnown(each)) ?? locale;
}

function isKnown(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false; // a headless browser may say a language that is none
  }
}
