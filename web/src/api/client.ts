/** Everything that is asked of the shop goes through here: credentials, keys against doing it twice, refusals. */
import { accessToken, renewedToken } from "../auth/session";
import { config } from "../config";
import { keyFor, settled } from "./idempotency";
import { type ErrorDetail, Problem } from "./problem";

export interface Asked {
  query?: Record<string, unknown> | undefined;
  body?: unknown;
  /** The version that a change is meant for. */
  version?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  status: number;
  body: T;
  /** True where the shop says that nothing is done yet, since somebody else has to agree. */
  waits: boolean;
}

/** Answers that are still true need not be sent again: by address, what came last and its tag. */
const seen = new Map<string, { tag: string; body: unknown }>();

/** What is on its way: who asks for the same again meanwhile gets the same answer, and it goes out once. */
const onTheWay = new Map<string, Promise<Answer<unknown>>>();

/** Asks the shop. Raises Problem. */
export function ask<T = unknown>(method: string, path: string, asked: Asked = {}): Promise<Answer<T>> {
  if (method === "GET") return askOnce<T>(method, path, asked);
  const same = `${method} ${path} ${asked.version ?? ""} ${JSON.stringify(asked.body ?? null)}`;
  const known = onTheWay.get(same) as Promise<Answer<T>> | undefined;
  if (known) return known;
  const answer = askOnce<T>(method, path, asked).finally(() => onTheWay.delete(same));
  onTheWay.set(same, answer);
  return answer;
}

async function askOnce<T>(method: string, path: string, asked: Asked): Promise<Answer<T>> {
  const url = `${config().api}${path}${asQuery(asked.query)}`;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (asked.body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST") headers["Idempotency-Key"] = keyFor(method, path, asked.body);
  if (asked.version !== undefined) headers["If-Match"] = `"${asked.version}"`;
  const known = method === "GET" ? seen.get(url) : undefined;
  if (known) headers["If-None-Match"] = known.tag;
  const answer = await withCredentials((token) =>
    fetch(url, {
      method,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
      signal: asked.signal ?? null,
    }),
  );
  if (known && answer.status === 304) return { status: 200, body: known.body as T, waits: false };
  const body = await readJson(answer);
  if (method === "POST" && !mayBeDoneLater(answer.status, body)) settled(method, path, asked.body);
  if (!answer.ok) throw problemOf(answer, body);
  const tag = answer.headers.get("ETag");
  if (method === "GET" && tag) remember(url, tag, body);
  return { status: answer.status, body: body as T, waits: answer.status === 202 && isApproval(body) };
}

/** The same as a file, for what comes as one. Raises Problem. */
export async function askFile(path: string, query: Asked["query"], type: string): Promise<Blob> {
  const url = `${config().api}${path}${asQuery(query)}`;
  const answer = await withCredentials((token) =>
    fetch(url, { headers: { Accept: type, Authorization: `Bearer ${token}` } }),
  );
  if (!answer.ok) throw problemOf(answer, await readJson(answer));
  return answer.blob();
}

/** Whether the same request may have its effect yet, or have had it already: then it keeps its key. */
function mayBeDoneLater(status: number, body: unknown): boolean {
  const code = (body as { error?: ErrorDetail } | null)?.error?.code;
  return status >= 500 || status === 429 || code === "idempotency_in_progress";
}

const SEEN_MOST = 200;

function remember(url: string, tag: string, body: unknown): void {
  seen.delete(url);
  seen.set(url, { tag, body });
  if (seen.size > SEEN_MOST) seen.delete(seen.keys().next().value as string);
}

/** Nothing of one person is shown to the next one at this desk. */
export function forgetAnswers(): void {
  seen.clear();
}

function isApproval(body: unknown): boolean {
  return (body as { object?: string } | null)?.object === "approval";
}

async function withCredentials(send: (token: string) => Promise<Response>): Promise<Response> {
  const token = await accessToken();
  if (!token) throw new Problem(401, { code: "unauthenticated", message: "Nobody is signed in." });
  const answer = await sent(send, token);
  if (answer.status !== 401) return answer;
  const renewed = await renewedToken();
  return renewed && renewed !== token ? sent(send, renewed) : answer;
}

async function sent(send: (token: string) => Promise<Response>, token: string): Promise<Response> {
  try {
    return await send(token);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "no_answer", message: "No answer came." });
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    const text = await answer.text();
    return text ? JSON.parse(text) : null;
  } catch {
    throw new Problem(0, { code: "no_answer", message: "The answer broke off." });
  }
}

function problemOf(answer: Response, body: unknown): Problem {
  const said = body as { error?: ErrorDetail; message?: string } | null;
  const wait = Number(answer.headers.get("Retry-After"));
  return new Problem(answer.status, said?.error ?? { message: said?.message ?? "" }, wait > 0 ? wait : null);
}

export function asQuery(query: Record<string, unknown> | undefined): string {
  const given = Object.entries(query ?? {}).filter(
    ([, value]) => value !== undefined && value !== null && value !== "",
  );
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}
