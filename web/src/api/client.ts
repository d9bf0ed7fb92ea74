/**
 * Everything that is asked of the shop goes through here: credentials, keys against doing it twice, refusals.
 *
 * openapi-fetch sends it, by the types of the API's document: a path, a field or an answer that it does not have does
 * not compile.
 */
import createClient, { defaultPathSerializer } from "openapi-fetch";
import { config } from "../config";
import { withCredentials } from "./credentials";
import { keyFor, settled } from "./idempotency";
import { onlyNews } from "./news";
import { type ErrorDetail, Problem } from "./problem";
import type { paths } from "./schema";
import type { Answer, AnyPath, Asked, Meant, Method, PathOf } from "./shapes";

const client = createClient<paths>({ fetch: withCredentials, querySerializer: inQuery });
client.use(onlyNews);

type Raw = Record<string, unknown>;

/** The same as `Asked`, where only the running program knows what is asked. */
export interface AskedAnyhow extends Meant {
  path?: Raw | undefined;
  query?: Raw | undefined;
  body?: unknown;
}

/** What is on its way: who asks for the same again meanwhile gets the same answer, and it goes out once. */
const onTheWay = new Map<string, Promise<unknown>>();

/** Asks the shop. Raises Problem. */
export function ask<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[asked]: Record<never, never> extends Asked<M, P> ? [asked?: Asked<M, P>] : [asked: Asked<M, P>]
): Promise<Answer<M, P>> {
  return askAnyhow(method, path as AnyPath, asked as AskedAnyhow | undefined) as Promise<Answer<M, P>>;
}

/** An answer of which the running program knows more than the types. */
export interface AnyAnswer {
  status: number;
  body: Raw;
  waits: boolean;
}

/** The same for what knows its paths and bodies by a table. Raises Problem. */
export function askAnyhow(method: Method, path: AnyPath, asked: AskedAnyhow = {}): Promise<AnyAnswer> {
  if (method === "GET") return askOnce(method, path, asked);
  const same = `${method} ${placed(path, asked.path)} ${asked.version ?? ""} ${JSON.stringify(asked.body ?? null)}`;
  const known = onTheWay.get(same) as Promise<AnyAnswer> | undefined;
  if (known) return known;
  const answer = askOnce(method, path, asked).finally(() => onTheWay.delete(same));
  onTheWay.set(same, answer);
  return answer;
}

async function askOnce(method: Method, path: AnyPath, asked: AskedAnyhow): Promise<AnyAnswer> {
  const at = placed(path, asked.path);
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method === "POST") headers["Idempotency-Key"] = keyFor(method, at, asked.body);
  if (asked.version !== undefined) headers["If-Match"] = `"${asked.version}"`;
  const { response, body } = await sent(method, path, { ...asked, headers });
  if (method === "POST" && !mayBeDoneLater(response.status, body)) settled(method, at, asked.body);
  if (!response.ok) throw problemOf(response, body);
  return { status: response.status, body: body as Raw, waits: response.status === 202 && isApproval(body) };
}

/** The same as a file, for what comes as one. Raises Problem. */
export async function askFile<P extends PathOf<"GET">>(path: P, asked: Asked<"GET", P>, type: string): Promise<Blob> {
  const { response, body } = await sent("GET", path as AnyPath, {
    ...(asked as AskedAnyhow),
    headers: { Accept: type },
    parseAs: "blob",
  });
  if (!response.ok) throw problemOf(response, body);
  return body as Blob;
}

interface Sent extends AskedAnyhow {
  headers: Record<string, string>;
  parseAs?: "blob";
}

async function sent(
  method: Method,
  path: AnyPath,
  { path: inPath = {}, query = {}, version: _, ...asked }: Sent,
): Promise<{ response: Response; body: unknown }> {
  const given = { ...asked, baseUrl: config().api, params: { path: inPath, query } };
  try {
    const { response, data, error } = await client.request(
      method.toLowerCase() as "get",
      path as never,
      given as never,
    );
    return { response, body: (response as Response).ok ? (data ?? null) : error };
  } catch (error) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === "AbortError")) throw error;
    throw new Problem(0, { code: "no_answer", message: "The answer broke off." });
  }
}

/** Whether the same request may have its effect yet, or have had it already: then it keeps its key. */
function mayBeDoneLater(status: number, body: unknown): boolean {
  const code = (body as { error?: ErrorDetail } | null)?.error?.code;
  return status >= 500 || status === 429 || code === "idempotency_in_progress";
}

function isApproval(body: unknown): boolean {
  return (body as { object?: string } | null)?.object === "approval";
}

function problemOf(answer: Response, body: unknown): Problem {
  const said = body as { error?: ErrorDetail; message?: string } | null | undefined;
  const wait = Number(answer.headers.get("Retry-After"));
  return new Problem(answer.status, said?.error ?? { message: said?.message ?? "" }, wait > 0 ? wait : null);
}

function placed(path: string, inPath: Raw | undefined): string {
  return defaultPathSerializer(path, inPath ?? {});
}

/** Whether it says anything: what is empty is not asked for. */
export const isGiven = (value: unknown) => value !== undefined && value !== null && value !== "";

/** A query without what is empty. */
export function inQuery(query: Raw | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => isGiven(value));
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
}
