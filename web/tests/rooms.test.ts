import { describe, expect, it } from "vitest";
import { Waits } from "../src/api/waits";
import { asCompany, type Consent, nameOf, standing } from "../src/customers/customer";
import { fileProblem, TEMPLATE } from "../src/customers/import";
import { byWords } from "../src/data/words";
import { askAgainMs, isOver, type Job, percent } from "../src/jobs/job";
import { rowsOf as resultRows } from "../src/jobs/result";
import { filtersAlong } from "../src/parts/ExportButton";
import { briefId, fieldsOf, pageOfObject } from "../src/parts/objects";
import { byDay, daysOf, lastDays, type Report, rowsOf, sumsOf } from "../src/reports/report";
import { isCarried, stateOf, toggled } from "../src/team/member";
import { type Macro, messageOf, wordsOf } from "../src/tickets/ticket";

describe("a search for customers", () => {
  it("goes by what the words look like", () => {
    expect(byWords({ words: " jane@example.com " })).toEqual({ email: "jane@example.com" });
    expect(byWords({ words: "+41 79 123 45 67" })).toEqual({ phone: "+41 79 123 45 67" });
    expect(byWords({ words: "Jane Doe", group_id: "grp_1" })).toEqual({ group_id: "grp_1", name: "Jane Doe" });
  });

  it("asks for no half address, which the API would refuse", () => {
    expect(byWords({ words: "jane@exa" })).toEqual({ name: "jane@exa" });
    expect(byWords({ words: "+41 79" })).toEqual({ name: "+41 79" });
    expect(byWords({ words: " " })).toEqual({});
  });
});

describe("a customer", () => {
  const nobody = { id: "cus_1", first_name: null, last_name: null, email: null };

  it("is called by name, else by address, else by id", () => {
    expect(nameOf({ ...nobody, last_name: "Doe" })).toBe("Doe");
    expect(nameOf({ ...nobody, email: "a@example.com" })).toBe("a@example.com");
    expect(nameOf(nobody)).toBe("cus_1");
  });

  it("stands by the last word that was confirmed", () => {
    const said = (id: string, decided_at: string, more: Partial<Consent>) =>
      ({
        id,
        decided_at,
        channel: "email",
        purpose: "marketing",
        is_granted: true,
        is_pending: false,
        ...more,
      }) as Consent;
    const now = standing([
      said("c", "2026-03-01", { is_pending: true }),
      said("a", "2026-01-01", {}),
      said("b", "2026-02-01", { is_granted: false }),
    ]);
    expect([...now.values()].map((each) => each.id)).toEqual(["b"]);
    expect([...standing([said("d", "2026-01-01", { is_pending: true })]).values()].map((each) => each.id)).toEqual([
      "d",
    ]);
  });
});

it("a company's emptied terms and certificate are none at all", () => {
  const form = { name: "A", payment_terms: { net_days: null }, tax_exemption: { certificate: "", last_day: "" } };
  expect(asCompany(form)).toMatchObject({ payment_terms: null, tax_exemption: null, tax_ids: [], note: "" });
  expect(asCompany({ payment_terms: { net_days: 0 } }).payment_terms).toEqual({ net_days: 0 });
  expect(asCompany({ tax_exemption: { certificate: "X", last_day: "" } }).tax_exemption).toEqual({
    certificate: "X",
    last_day: null,
  });
});

describe("a job", () => {
  const job = { status: "running", done: 30, failed: 20, total: 200, result_url: null } as Job;

  it("tells how far it is, and nothing while nobody knows how much there is", () => {
    expect(percent(job)).toBe(25);
    expect(percent({ ...job, total: null })).toBeNull();
    expect(percent({ ...job, total: 0 })).toBe(100);
    expect(percent({ ...job, total: null, status: "done" })).toBe(100);
  });

  it("is asked for while it goes on, and for a link that ends; else no more", () => {
    expect(isOver(job)).toBe(false);
    expect(askAgainMs(job)).toBe(2_000);
    expect(askAgainMs({ ...job, status: "done", result_url: "https://example.com/a" })).toBe(30 * 60_000);
    expect(askAgainMs({ ...job, status: "failed" })).toBe(false);
  });
});

describe("an import", () => {
  it("takes CSV files with something in them", () => {
    expect(fileProblem({ name: "Customers.CSV", size: 1 })).toBeNull();
    expect(fileProblem({ name: "customers.xlsx", size: 1 })).toBe("not_csv");
    expect(fileProblem({ name: "a.csv", size: 0 })).toBe("empty");
    expect(fileProblem({ name: "a.csv", size: 60_000_000 })).toBe("too_large");
  });

  it("tells of each row what became of it, commas and quotes of its own included", () => {
    const text = '\ufeffrow,status,customer_id,message\r\n2,created,cus_1,\r\n3,failed,,"a ""b"", c"\r\n';
    expect(resultRows(text)).toEqual([
      { row: "2", status: "created", customer_id: "cus_1" },
      { row: "3", status: "failed", message: 'a "b", c' },
    ]);
  });

  it("begins with a file that has a cell for each column", () => {
    const [first = {}] = resultRows(TEMPLATE);
    expect(first).toMatchObject({ email: "jane@example.com", consent_source: "newsletter form of the old shop" });
  });
});

describe("scopes", () => {
  it("to write carry those to read, which are not named besides", () => {
    expect(isCarried("orders:read", ["orders:write"])).toBe(true);
    expect(toggled(["orders:read", "products:read"], "orders:write", true)).toEqual(["products:read", "orders:write"]);
    expect(toggled(["products:read", "orders:write"], "orders:write", false)).toEqual(["products:read"]);
  });
});

it("a key counts until it is revoked or its time is over", () => {
  const now = new Date("2026-12-01T00:00:00Z");
  expect(stateOf({ revoked_at: null, expires_at: null }, now)).toBe("active");
  expect(stateOf({ revoked_at: null, expires_at: "2026-12-01T00:00:00Z" }, now)).toBe("expired");
  expect(stateOf({ revoked_at: "2026-11-01T00:00:00Z", expires_at: "2026-12-01T00:00:00Z" }, now)).toBe("revoked");
});

describe("an answer", () => {
  const macro = { id: "mac_1", body: "Thanks", translations: { de: "Danke" } } as unknown as Macro;

  it("has the macro's words in the ticket's language", () => {
    expect(wordsOf(macro, "de-CH")).toBe("Danke");
    expect(wordsOf(macro, "fr")).toBe("Thanks");
    expect(wordsOf(macro, null)).toBe("Thanks");
  });

  it("is the macro itself as long as nobody changed its words", () => {
    expect(messageOf("Danke ", macro, "de", false, "")).toEqual({ macro_id: "mac_1" });
    expect(messageOf("Danke!", macro, "de", false, "solved")).toEqual({ body: "Danke!", status: "solved" });
    expect(messageOf("Danke", macro, "de", true, "solved")).toEqual({ body: "Danke", is_internal: true });
  });
});

describe("a report", () => {
  const row = (of: Record<string, unknown>) => ({ currency: "EUR", sales_total: 0, ...of });
  const report = {
    from: "2026-02-27",
    to: "2026-03-01",
    group_by: "day",
    data: [row({ day: "2026-02-28", sales_total: 500 }), row({ day: "2026-03-01", sales_total: 7, currency: "USD" })],
  } as unknown as Report;

  it("has all its days, those on which nothing was sold with nought", () => {
    expect(daysOf(report.from, report.to)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(byDay(report, "EUR")).toEqual([0, 500, 0]);
    expect(daysOf("2026-03-02", "2026-03-01")).toEqual([]);
    expect(lastDays(7, new Date("2026-03-03T23:59:00Z"))).toEqual({ from: "2026-02-25", to: "2026-03-03" });
  });

  it("is of one currency, what brought most first, and of sums that say something", () => {
    const goods = {
      ...report,
      group_by: "product",
      data: [row({ product_id: "a" }), row({ product_id: "b", sales_total: 9 })],
    };
    expect(rowsOf(goods as unknown as Report, "EUR").map((each) => each.sales_total)).toEqual([9, 0]);
    expect(sumsOf([row({ shipping_total: null, tax_total: 3 })] as never)).toEqual([
      "net_total",
      "tax_total",
      "sales_total",
    ]);
  });
});

describe("things by their ids", () => {
  it("have pages by the word that an id begins with", () => {
    expect(pageOfObject("order_1")).toBe("/orders/order_1/show");
    expect(pageOfObject("key_1")).toBeNull();
    expect(pageOfObject("owner")).toBeNull();
    expect(pageOfObject("constructor_x")).toBeNull();
  });

  it("are told apart by their ends", () => {
    expect(briefId(`var_${"0".repeat(25)}1/loc_${"0".repeat(25)}2`)).toBe("var_…000001 / loc_…000002");
    expect(briefId("operator")).toBe("operator");
  });

  it("are shown field by field", () => {
    expect(fieldsOf({ a: 1, b: { c: ["x", "y"] }, d: [{ e: true }], f: null, g: [] })).toEqual([
      ["a", "1"],
      ["b.c", "x, y"],
      ["d[0].e", "true"],
    ]);
  });
});

it("a list's filters go along into an export under the body's own names", () => {
  expect(
    filtersAlong({ "created_at[gte]": "2026", status: "", actor: "key_1" }, ["created_at[gte]", "status"]),
  ).toEqual({
    created_at_gte: "2026",
  });
});

it("what waits for somebody else is no field's fault, and its message is a sentence's key", () => {
  const waits = new Waits({ id: "apr_1" } as never);
  expect(waits.body).toEqual({ errors: {} });
  expect(waits.message).toBe("shop.waits_for_approval");
});
