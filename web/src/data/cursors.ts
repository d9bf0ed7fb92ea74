/** Pages by number over an API that knows only what comes after a cursor: the cursor of each page that was seen. */
const known = new Map<string, (string | null)[]>();

export interface Page {
  data: Record<string, unknown>[];
  has_more: boolean;
  next_cursor: string | null;
}

/** One page of a list; a page that nobody came to yet is reached by going through those before it. */
export async function pageOf(
  list: string,
  number: number,
  fetchAfter: (cursor: string | null) => Promise<Page>,
): Promise<Page> {
  const cursors = known.get(list) ?? [null];
  known.set(list, cursors);
  let at = Math.min(number, cursors.length);
  for (;;) {
    const page = await fetchAfter(cursors[at - 1] ?? null);
    if (page.has_more && page.next_cursor) cursors[at] = page.next_cursor;
    else cursors.length = at;
    if (at === number || !page.has_more) return at === number ? page : { data: [], has_more: false, next_cursor: null };
    at += 1;
  }
}

/** What was changed may stand on another page now. */
export function forgetPages(path: string): void {
  for (const list of known.keys()) if (list.startsWith(path)) known.delete(list);
}
