import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import { ask, inQuery } from "../src/api/client";
import { forgetAnswers } from "../src/api/news";
import { Problem } from "../src/api/problem";
import type { components } from "../src/api/schema";
import type { Answer, Listed } from "../src/api/shapes";

vi.mock("../src/config", () => ({ config: () => ({ api: "http://shop.test" }) }));
vi.mock("../src/auth/session", () => ({ accessToken: async () => "first", renewedToken: async () => "second" }));

type Schemas = components["schemas"];
const answers: (Response | Error)[] = [];
const sent: Request[] = [];

function answered(status: number, body: unknown, headers: Record<string, string> = {}): void {
  answers.push(new Response(status === 304 ? null : JSON.stringify(body), { status, headers }));
}

const header = (name: string) => sent.map((each) => each.headers.get(name));

beforeEach(() => {
  vi.stubGlobal("fetch", async (url: string, asked: RequestInit) => {
    sent.push(new Request(url, asked));
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
});

afterEach(() => {
  answers.length = 0;
  sent.length = 0;
  forgetAnswers();
});

const cancel = (order_id: string) =>
  ask("POST", "/admin/orders/{order_id}/cancel", { path: { order_id }, body: { reason: "fraud" }, version: 3 });

describe("a request", () => {
  it("has its ids in its path, its version, and nothing that is empty in its query", async () => {
    answered(200, { id: "o" });
    await cancel("a/b");
    expect(sent[0]?.url).toBe("http://shop.test/admin/orders/a%2Fb/cancel");
    expect(header("If-Match")).toEqual(['"3"']);
    expect(await sent[0]?.json()).toEqual({ reason: "fraud" });
    answered(200, { data: [] });
    await ask("GET", "/admin/orders", { query: { "created_at[gte]": "2026-01-01", email: "", cursor: null } });
    expect(sent[1]?.url).toBe("http://shop.test/admin/orders?created_at%5Bgte%5D=2026-01-01");
    expect(inQuery({ a: 0, b: false, c: undefined })).toBe("a=0&b=false");
  });

  it("goes out again with another token, and with the same key", async () => {
    answered(401, {});
    answered(200, { id: "o" });
    await cancel("renewed");
    expect(header("Authorization")).toEqual(["Bearer first", "Bearer second"]);
    const [first, second] = header("Idempotency-Key");
    expect(first).toBeTruthy();
    expect(second).toBe(first);
  });

  it("keeps its key while nobody knows what became of it, and no longer", async () => {
    answers.push(new TypeError("lost"));
    await expect(cancel("lost")).rejects.toMatchObject({ status: 0, code: "no_answer" });
    answered(503, {});
    await expect(cancel("lost")).rejects.toMatchObject({ status: 503 });
    answered(409, { error: { code: "order_not_cancelable" } });
    await expect(cancel("lost")).rejects.toMatchObject({ code: "order_not_cancelable" });
    answered(200, { id: "o" });
    await cancel("lost");
    const [lost, failed, refused, anew] = header("Idempotency-Key");
    expect([failed, refused]).toEqual([lost, lost]);
    expect(anew).not.toBe(lost);
  });

  it("goes out once, however often it is made at once", async () => {
    answered(200, { id: "o" });
    const both = await Promise.all([cancel("twice"), cancel("twice")]);
    expect(sent).toHaveLength(1);
    expect(both[0]).toBe(both[1]);
  });
});

describe("an answer", () => {
  it("that is still true is not sent again", async () => {
    answered(200, { id: "o", number: 7 }, { ETag: '"1"' });
    const read = () => ask("GET", "/admin/orders/{order_id}", { path: { order_id: "o" } });
    await read();
    answered(304, null);
    expect((await read()).body).toMatchObject({ number: 7 });
    answered(304, null, { "Content-Length": "0" }); // as some servers say it
    expect((await read()).body).toMatchObject({ number: 7 });
    expect(header("If-None-Match")).toEqual([null, '"1"', '"1"']);
  });

  it("that says no is a Problem with what it said, and one that breaks off is none", async () => {
    answered(
      422,
      { error: { code: "invalid", message: "Too long.", param: "items[0].quantity" } },
      { "Retry-After": "2" },
    );
    const refused = await cancel("no").catch((error: Problem) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ retryAfterS: 2, body: { errors: { items: { 0: { quantity: "Too long." } } } } });
    answers.push(new Response('{"id": "o', { status: 200 }));
    await expect(cancel("broken")).rejects.toMatchObject({ status: 0, code: "no_answer" });
  });

  it("says where somebody else has to agree first", async () => {
    answered(202, { object: "approval", id: "apr_1" });
    expect(await cancel("waits")).toMatchObject({ waits: true, body: { id: "apr_1" } });
  });
});

it("is asked by the API's own types", () => {
  const wrong = () => [
    // @ts-expect-error there is no such path
    ask("GET", "/admin/order"),
    // @ts-expect-error nor is this one asked so
    ask("DELETE", "/admin/orders/{order_id}", { path: { order_id: "o" } }),
    // @ts-expect-error its id is missing
    ask("GET", "/admin/orders/{order_id}"),
    // @ts-expect-error no such filter
    ask("GET", "/admin/orders", { query: { colour: "red" } }),
    // @ts-expect-error no such field
    ask("POST", "/admin/orders/{order_id}/cancel", { path: { order_id: "o" }, body: { because: "fraud" } }),
    // @ts-expect-error no such reason
    ask("POST", "/admin/orders/{order_id}/cancel", { path: { order_id: "o" }, body: { reason: "rain" } }),
  ];
  expect(wrong).toBeTypeOf("function");
  expectTypeOf<Listed<"/admin/orders">>().toEqualTypeOf<Schemas["OrderView"]>();
  expectTypeOf<Answer<"GET", "/admin/orders/{order_id}">["body"]>().toEqualTypeOf<Schemas["OrderView"]>();
  expectTypeOf<Answer<"POST", "/admin/orders/{order_id}/cancel">["body"]>().toEqualTypeOf<
    Schemas["OrderView"] | Schemas["ApprovalView"]
  >();
});
