import type { components } from "../api/schema";

export type LetterKind = components["schemas"]["LetterKindView"];

/** A letter without styles that stand in its text, which our Content-Security-Policy lets nobody have. */
export interface Undressed {
  html: string;
  /** What its `<style>` elements say. */
  sheet: string;
}

const SHEET = /<style[^>]*>([\s\S]*?)<\/style>/g;

/** The attribute that `style` is renamed to until it is put on by `dress`. */
export const WORN = "data-worn";

/** The styles of a letter's page apart from it. */
export function undressed(page: string): Undressed {
  const sheet = [...page.matchAll(SHEET)].map(([, rules]) => rules).join("\n");
  const html = page.replace(SHEET, "").replace(/(<[a-z][^<>]*?)\sstyle="/gi, `$1 ${WORN}="`);
  return { html, sheet };
}
