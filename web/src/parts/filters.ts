/** Filters of lists: states to choose from, and days as the moments that the API takes. */

/** of: which kind of state, as `status.<of>` in the messages has them. */
export const choicesOf = (of: string, values: readonly string[]) =>
  values.map((id) => ({ id, name: `status.${of}.${id}` }));

/** When a day begins here. */
export function asMoment(day: string): string | null {
  return day ? new Date(`${day}T00:00:00`).toISOString() : null;
}

export function asDay(moment: string | undefined): string {
  if (!moment) return "";
  const at = new Date(moment);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Filters by the names that the API knows: a form makes `{ created_at: { gte } }` of a field `created_at[gte]`. */
export function flat(filters: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.entries(value).map(([bound, each]) => [`${name}[${bound}]`, each])
        : [[name, value]],
    ),
  );
}
