/** Money as the API has it, whole minor units beside a currency, and as people write it. */

/** How many digits stand after the point of this currency: none for yen, three for dinars. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

export function moneyText(amount: number, currency: string, locale: string): string {
  const digits = digitsOf(currency);
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(decimal(amount, digits) as never);
  } catch {
    return `${decimal(amount, digits)} ${currency}`;
  }
}

/** As somebody would type it: `24.99`, with this language's own point. */
export function moneyInput(amount: number | null | undefined, currency: string, locale: string): string {
  if (amount === null || amount === undefined) return "";
  const digits = digitsOf(currency);
  return decimal(amount, digits).replace(".", pointOf(locale));
}

/**
 * What somebody typed as minor units; null for nothing, undefined for what is no amount.
 *
 * The last point or comma with no more digits after it than the currency has is the decimal one; others group.
 */
export function parsedMoney(typed: string, currency: string): number | null | undefined {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, "").replace(/−/g, "-");
  if (!text) return null;
  const digits = digitsOf(currency);
  if (!/^-?\d[\d.,]*$|^-?[.,]\d+$/.test(text)) return undefined;
  const isNegative = text.startsWith("-");
  const bare = text.replace("-", "");
  const last = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  const after = last < 0 ? "" : bare.slice(last + 1);
  const isDecimal = last >= 0 && after.length <= digits && digits > 0;
  const whole = isDecimal ? bare.slice(0, last) : bare;
  if (!isGrouped(whole)) return undefined;
  const minor =
    Number(whole.replace(/[.,]/g, "") || "0") * 10 ** digits + (isDecimal ? Number(after.padEnd(digits, "0")) : 0);
  return Number.isSafeInteger(minor) ? (isNegative ? -minor : minor) : undefined;
}

/** `1.234.567`: threes behind marks of one kind, or no mark at all. */
function isGrouped(whole: string): boolean {
  return /^\d*$/.test(whole) || /^\d{1,3}(\.\d{3})+$/.test(whole) || /^\d{1,3}(,\d{3})+$/.test(whole);
}

/** Exact, without floating point. */
function decimal(amount: number, digits: number): string {
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const sign = amount < 0 ? "-" : "";
  return digits ? `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}` : sign + text;
}

function pointOf(locale: string): string {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
}
