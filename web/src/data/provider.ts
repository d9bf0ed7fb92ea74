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
import { type Asked as AskedOf, ask, asQuery } from "../api/client";
import { type Approval, Waits } from "../api/waits";
import { forgetPages, type Page, pageOf } from "./cursors";
import { type Resource, resource } from "./resources";

type Raw = Record<string, unknown>;
const LIST_MOST = 100;

type Asked<P> = P & Partial<QueryFunctionContext>;

const provider = {
  async getList(name: string, { pagination, sort, filter, signal }: Asked<GetListParams>) {
    const of = resource(name);
    const { page = 1, perPage = 20 } = pagination ?? {};
    const query = {
      ...sent(of.query ? of.query(filter ?? {}) : filter),
      sort: sort && of.sort?.(sort.field, sort.order),
    };
    if (of.isWhole) {
      const { body } = await ask<Page>("GET", of.path, { query, signal });
      return { data: body.data.map((each) => asRecord(of, each)), total: body.data.length };
    }
    const limit = Math.min(perPage, LIST_MOST);
    const found = await pageOf(`${of.path}${asQuery({ ...query, limit })}`, page, async (cursor) => {
      return (await ask<Page>("GET", of.path, { query: { ...query, limit, cursor }, signal })).body;
    });
    return {
      data: found.data.map((each) => asRecord(of, each)),
      // How many there are is known on the last page alone; that is what the foot of the list says then.
      ...(found.has_more
        ? { pageInfo: { hasNextPage: true, hasPreviousPage: page > 1 } }
        : { total: (page - 1) * limit + found.data.length }),
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
    const saved = await done("PATCH", `${of.path}/${path(id)}`, {
      body: changed(of, data as Raw, previousData as Raw | undefined),
      version,
    });
    return { data: asRecord(of, saved) };
  },

  async delete(name: string, { id, previousData }: Asked<DeleteParams>) {
    const of = resource(name);
    const version = previousData?.version as number | undefined;
    const left = await done("DELETE", `${of.path}/${path(id)}`, { version });
    forgetPages(of.path);
    return { data: asRecord(of, { ...previousData, ...left }) };
  },
};

/** The answer to a change that is made. Raises Waits where somebody else has to agree first. */
async function done(method: string, path: string, asked: AskedOf): Promise<Raw> {
  const answer = await ask<Raw>(method, path, asked);
  if (answer.waits) throw new Waits(answer.body as unknown as Approval);
  return answer.body;
}

async function one(of: Resource, id: Identifier, signal?: AbortSignal): Promise<RaRecord> {
  if (of.hasOne) return asRecord(of, (await ask<Raw>("GET", `${of.path}/${path(id)}`, { signal })).body);
  const listed = of.find
    ? (await ask<Page>("GET", of.path, { query: of.find(String(id)), signal })).body.data.map((each) =>
        asRecord(of, each),
      )
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
    const { body }: { body: Page } = await ask<Page>("GET", of.path, { query, signal });
    found.push(...body.data.map((each) => asRecord(of, each)));
    cursor = of.isWhole ? null : body.next_cursor;
  } while (cursor);
  return found;
}

export const dataProvider = provider as unknown as DataProvider;

/** A level's id is of two parts, each of which is safe in a path; the slash between them stays. */
function path(id: Identifier): string {
  return String(id).split("/").map(encodeURIComponent).join("/");
}

function asRecord(of: Resource, raw: Raw): RaRecord {
  return { ...raw, id: of.id ? of.id(raw) : (raw.id as Identifier) };
}

/** Filters as the API takes them: what is empty is not asked for. */
function sent(filter: Raw | undefined): Raw {
  return Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => value !== "" && value !== null));
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
