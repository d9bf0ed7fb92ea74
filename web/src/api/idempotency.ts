/**
 * A key for each thing that is asked for, so that a double click, or another try after no answer came, is one effect.
 *
 * The same request gets the same key until its answer is known; after that the same words mean it again.
 */
const pending = new Map<string, string>();

export function keyFor(method: string, path: string, body: unknown): string {
  const asked = `${method} ${path} ${JSON.stringify(body ?? null)}`;
  const key = pending.get(asked) ?? crypto.randomUUID();
  pending.set(asked, key);
  return key;
}

/** An answer came, whatever it says: the request is over. Not so for what may be tried again. */
export function settled(method: string, path: string, body: unknown): void {
  pending.delete(`${method} ${path} ${JSON.stringify(body ?? null)}`);
}
