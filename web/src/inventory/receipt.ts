/** What came in: lines of SKU and quantity, typed, scanned or pasted. */

export interface Line {
  sku: string;
  quantity: number;
  /** Which variant that is; null: nobody knows the SKU; undefined: it is being looked up. */
  variant?: { id: string; title: string } | null;
}

/** What one request of receipts takes. */
export const RECEIVED_MOST = 32;
const QUANTITY_MOST = 100_000;

/** The lines with so many more of a SKU; in whatever letters, it is the same. */
export function withMore(lines: readonly Line[], sku: string, quantity: number): Line[] {
  const asked = sku.trim();
  const at = lines.findIndex((line) => line.sku.toLowerCase() === asked.toLowerCase());
  if (at < 0) return [{ sku: asked, quantity: Math.min(quantity, QUANTITY_MOST) }, ...lines];
  return lines.map((line, i) =>
    i === at ? { ...line, quantity: Math.min(line.quantity + quantity, QUANTITY_MOST) } : line,
  );
}

export interface PastedLines {
  lines: { sku: string; quantity: number }[];
  /** Lines that say no quantity, as they were pasted. */
  wrong: string[];
}

/** SKU and quantity, one if there is no other cell; the names of columns above them are left out. */
export function pastedLines(cells: readonly (readonly string[])[]): PastedLines {
  const lines: PastedLines["lines"] = [];
  const wrong: string[] = [];
  cells.forEach(([sku = "", typed = ""], i) => {
    if (!sku) return;
    const quantity = typed === "" ? 1 : wholeNumber(typed);
    if (quantity) lines.push({ sku, quantity });
    else if (i > 0 || /\d/.test(typed)) wrong.push([sku, typed].join(" "));
  });
  return { lines, wrong };
}

/** `12`, `1.200` or `1,200`; undefined for what is no quantity that one booking takes. */
export function wholeNumber(typed: string): number | undefined {
  const text = typed.trim();
  if (!/^\d+$|^\d{1,3}([.,\u00a0\u202f ’']\d{3})+$/.test(text)) return undefined;
  const number = Number(text.replace(/\D/g, ""));
  return number > 0 && number <= QUANTITY_MOST ? number : undefined;
}

/** Whether all lines are known and say how many. */
export function isReady(lines: readonly Line[]): boolean {
  return lines.length > 0 && lines.every((line) => line.variant && line.quantity > 0);
}
