/** Views of a list that somebody gave a name to: what it is narrowed to, how it is sorted, and which columns are there. */
import { inQuery, isGiven } from "../api/client";

export interface Shown {
  filter: Record<string, unknown>;
  /** Which of the filters are there that can be put away. */
  filters_there: Record<string, unknown>;
  sort: { field: string; order: string };
  per_page: number;
  /** Columns that are not there; null where nobody chose yet. */
  hidden: string[] | null;
  /** Their order, by their place in the list's own; null where nobody moved one. */
  ranks: number[] | null;
}

export interface View extends Shown {
  name: string;
}

export const NAME_MOST = 40;
export const VIEWS_MOST = 30; // more are found slower than the filters are set

/** With one more, or with this one in the place of that of its name. */
export function withView(views: readonly View[], view: View): View[] {
  const others = views.filter((each) => each.name.toLowerCase() !== view.name.toLowerCase());
  return [...others, view].sort((a, b) => a.name.localeCompare(b.name));
}

/** What the browser kept, as far as it is views: somebody may have written there, or an older version of this. */
export function readViews(kept: unknown): View[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (each) => typeof each?.name === "string" && typeof each.filter === "object" && typeof each.sort?.field === "string",
  );
}

/** The query of the list's address that shows it from its first page on. */
export function queryOf({ filter, filters_there, sort, per_page }: Shown): string {
  return inQuery({
    filter: JSON.stringify(filter),
    displayedFilters: JSON.stringify(filters_there),
    sort: sort.field,
    order: sort.order,
    page: 1,
    perPage: per_page,
  });
}

/** Whether it is what is on the screen. */
export function isOnScreen(view: Shown, shown: Shown): boolean {
  return whole(view) === whole(shown);
}

/** As text, in which names are in an order of their own and what is empty is not there. */
function whole({ filter, sort, per_page, hidden, ranks }: Shown): string {
  const given = Object.entries(filter).filter(([, value]) => isGiven(value));
  return JSON.stringify([given.sort(), sort.field, sort.order, per_page, [...(hidden ?? ["?"])].sort(), ranks]);
}
