/** The countries there are, in the reader's language. */

export interface Country {
  code: string;
  name: string;
}

/** What CLDR names beside countries: unions, parts of others, tests. */
const NONE = new Set("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split(" "));
const LETTERS = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
const known = new Map<string, Country[]>();

/** By name; codes of ISO 3166-1 that are in use today. */
export function countriesIn(locale: string): Country[] {
  const found = known.get(locale) ?? namedIn(locale);
  known.set(locale, found);
  return found;
}

function namedIn(locale: string): Country[] {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  const byName = new Intl.Collator(locale);
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NONE.has(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`)
    .flatMap((code) => {
      const name = names.of(code);
      return name ? [{ code, name }] : [];
    })
    .sort((a, b) => byName.compare(a.name, b.name));
}

export function countryName(code: string, locale: string): string {
  return countriesIn(locale).find((each) => each.code === code)?.name ?? code;
}
