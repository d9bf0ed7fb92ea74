/** What may be asked where, and what is answered, as the types of the API's document say it. */
import type {
  IsOperationRequestBodyOptional,
  OperationRequestBodyContent,
  PathsWithMethod,
} from "openapi-typescript-helpers";
import type { paths } from "./schema";
import type { Approval } from "./waits";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** Paths with `{name}` where an id stands. */
export type PathOf<M extends Method> = PathsWithMethod<paths, Lowercase<M>>;
/** Any path, for what knows by a table which may be asked where. */
export type AnyPath = keyof paths;
type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M> & keyof paths[P]];

/** What every request may say besides. */
export interface Meant {
  /** The version that a change is meant for. */
  version?: number | undefined;
  signal?: AbortSignal | undefined;
}

type Parameters<O, In extends "path" | "query"> = O extends { parameters: { [K in In]?: infer T } }
  ? NonNullable<T>
  : never;
/** What is empty is not asked for. */
type MayBeEmpty<T> = { [K in keyof T]: T[K] | null | undefined };
type InPath<T> = [T] extends [never] ? { path?: never } : { path: T };
type InQuery<T> = [T] extends [never]
  ? { query?: never }
  : Record<never, never> extends T
    ? { query?: MayBeEmpty<T> }
    : { query: MayBeEmpty<T> };
type InBody<O, T> = [NonNullable<T>] extends [never]
  ? { body?: never }
  : IsOperationRequestBodyOptional<O> extends true
    ? { body?: NonNullable<T> }
    : { body: NonNullable<T> };

export type Asked<M extends Method, P extends PathOf<M>> = Meant &
  InPath<Parameters<Operation<M, P>, "path">> &
  InQuery<Parameters<Operation<M, P>, "query">> &
  InBody<Operation<M, P>, OperationRequestBodyContent<Operation<M, P>>>;

type Said<O, S extends number> = O extends { responses: infer R }
  ? { [K in keyof R & S]: R[K] extends { content: { "application/json": infer T } } ? T : never }[keyof R & S]
  : never;

interface Done<T> {
  status: number;
  body: T;
  /** True where the shop says that nothing is done yet, since somebody else has to agree. */
  waits: false;
}

interface Waiting {
  status: number;
  body: Approval;
  waits: true;
}

type AnswerOf<O> =
  | Done<Said<O, 200 | 201> | Exclude<Said<O, 202>, Approval>>
  | (Extract<Said<O, 202>, Approval> extends never ? never : Waiting);

export type Answer<M extends Method, P extends PathOf<M>> = AnswerOf<Operation<M, P>>;

/** Of a list: one of what it lists. */
export type Listed<P extends PathOf<"GET">> = Answer<"GET", P>["body"] extends { data: (infer T)[] } ? T : never;
