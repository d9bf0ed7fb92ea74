/** react-admin's way to the API: lists by cursors, changes with the version that they are meant for. */
import type {
  CreateParams,
  DataProvider,
  DeleteParams,
  GetListParams,
  GetManyParams,
  GetManyReferenceParams,
  GetOneParams,
  Identifier,
  QueryFunctionContext,
  RaRecord,
  UpdateParams,
} from "react-admin";
import { type AskedAnyhow, askAnyhow, inQuery, isGiven } from "../api/client";
import type { AnyPath, Method } from "../api/shapes";
import { type Approval, Waits } from "../api/waits";
import { flat } from "../parts/filters";
import { forgetPages, type Page, pageOf } from "./cursors";
import { type Resource, resource } from "./resources";

type Raw = Record<string, unknown>;
const LIST_MOST = 100;

type Asked<P> = P & Partial<QueryFunctionContext>;

const provider = {
  async getList(name: string, { pagination, sort, filter, signal }: Asked<GetListParams>) {
    const of = resource(name);
    const { page: number = 1, perPage = 20 } = pagination ?? {};
    const query = {
      ...sent(of.query ? of.query(filter ?? {}) : filter),
      sort: sort && of.sort?.(sort.field, sort.order),
    };
    if (of.isWhole) {
      const body = await page(of, { query, signal });
      return { data: body.data.map((each) => asRecord(of, each)), total: body.data.length };
    }
    const limit = Math.min(perPage, LIST_MOST);
    const found = await pageOf(`${of.path}?${inQuery({ ...query, limit })}`, number, (cursor) =>
      page(of, { query: { ...query, limit, cursor }, signal }),
    );
    return {
      data: found.data.map((each) => asRecord(of, each)),
      // How many there are is known on the last page alone; that is what the foot of the list says then.
      ...(found.has_more
        ? { pageInfo: { hasNextPage: true, hasPreviousPage: number > 1 } }
        : { total: (number - 1) * limit + found.data.length }),
    };
  },

  async getOne(name: string, { id, signal }: Asked<GetOneParams>) {
    return { data: await one(resource(name), id, signal) };
  },

  async getMany(name: string, { ids, signal }: Asked<GetManyParams>) {
    const of = resource(name);
    if (!of.hasOne) {
      const all = await whole(of, signal);
      return { data: all.filter((each) => ids.includes(each.id)) };
    }
    const found = await Promise.allSettled(ids.map((id) => one(of, id, signal)));
    return { data: found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])) };
  },

  async getManyReference(
    name: string,
    { target, id, pagination, sort, filter, signal }: Asked<GetManyReferenceParams>,
  ) {
    return provider.getList(name, { pagination, sort, filter: { ...filter, [target]: id }, signal });
  },

  async create(name: string, { data }: Asked<CreateParams>) {
    const of = resource(name);
    const made = await done("POST", of.path, { body: data });
    forgetPages(of.path);
    return { data: asRecord(of, made) };
  },

  async update(name: string, { id, data, previousData, meta }: Asked<UpdateParams>) {
    const of = resource(name);
    const version = (meta?.version ?? previousData?.version) as number | undefined;
    const saved = await done("PATCH", ownPath(of), {
      path: ids(of, id),
      body: changed(of, data as Raw, previousData as Raw | undefined),
      version,
    });
    return { data: asRecord(of, saved) };
  },

  async delete(name: string, { id, previousData }: Asked<DeleteParams>) {
    const of = resource(name);
    const version = previousData?.version as number | undefined;
    const left = await done("DELETE", ownPath(of), { path: ids(of, id), version });
    forgetPages(of.path);
    return { data: asRecord(of, { ...previousData, ...left }) };
  },
};

/** The answer to a change that is made. Raises Waits where somebody else has to agree first. */
async function done(method: Method, path: AnyPath, asked: AskedAnyhow): Promise<Raw> {
  const answer = await askAnyhow(method, path, asked);
  if (answer.waits) throw new Waits(answer.body as unknown as Approval);
  return answer.body;
}

async function one(of: Resource, id: Identifier, signal?: AbortSignal): Promise<RaRecord> {
  if (of.hasOne) return asRecord(of, (await askAnyhow("GET", ownPath(of), { path: ids(of, id), signal })).body);
  const listed = of.find
    ? (await page(of, { query: of.find(String(id)), signal })).data.map((each) => asRecord(of, each))
    : await whole(of, signal);
  const found = listed.find((each) => each.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}

/** All of a list that is short by its nature. */
async function whole(of: Resource, signal?: AbortSignal): Promise<RaRecord[]> {
  const found: RaRecord[] = [];
  let cursor: string | null = null;
  do {
    const query: Raw = of.isWhole ? {} : { limit: LIST_MOST, cursor };
    const body = await page(of, { query, signal });
    found.push(...body.data.map((each) => asRecord(of, each)));
    cursor = of.isWhole ? null : body.next_cursor;
  } while (cursor);
  return found;
}

export const dataProvider = provider as unknown as DataProvider;

async function page(of: Resource, asked: AskedAnyhow): Promise<Page> {
  return (await askAnyhow("GET", of.path, asked)).body as unknown as Page;
}

function ownPath(of: Resource): AnyPath {
  if (!of.one) throw new Error(`Nothing is asked of one of ${of.path}.`);
  return of.one;
}

/** What stands in the path of one, by its names: a level's id is of two parts. */
function ids(of: Resource, id: Identifier): Record<string, string> {
  const parts = String(id).split("/");
  return Object.fromEntries([...ownPath(of).matchAll(/{(\w+)}/g)].map(([, name], i) => [name, parts[i] ?? ""]));
}

function asRecord(of: Resource, raw: Raw): RaRecord {
  return { ...raw, id: of.id ? of.id(raw) : (raw.id as Identifier) };
}

/** Filters as the API takes them: what is empty is not asked for. */
function sent(filter: Raw | undefined): Raw {
  return Object.fromEntries(Object.entries(flat(filter ?? {})).filter(([, value]) => isGiven(value)));
}

/** Of what a form holds, only what may be changed and is. */
export function changed(of: Resource, data: Raw, before: Raw | undefined): Raw {
  const names = of.writable ?? Object.keys(data);
  const found = Object.fromEntries(
    names
      .filter((name) => name in data && JSON.stringify(data[name]) !== JSON.stringify(before?.[name]))
      .map((name) => [name, data[name] === undefined ? null : data[name]]),
  );
  return of.change && before ? of.change(found, before) : found;
}
