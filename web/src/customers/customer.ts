import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Customer = Schemas["CustomerView"];
export type Consent = Schemas["ConsentRecordView"];
export type Summary = Schemas["OrderSummary"];
export type Group = Schemas["GroupView"];
export type Company = Schemas["CompanyView"];
export type Member = Schemas["CompanyMemberView"];
export type Erasure = Schemas["ErasureView"];

/** What a customer is called: by name, else by address, else by id. */
export function nameOf(customer: Pick<Customer, "id" | "first_name" | "last_name" | "email">): string {
  return [customer.first_name, customer.last_name].filter(Boolean).join(" ") || customer.email || customer.id;
}

/** How it stands with each thing that a customer may agree to: what counts is the last word that was confirmed. */
export function standing(consents: readonly Consent[]): Map<string, Consent> {
  const now = new Map<string, Consent>();
  const byAge = [...consents].sort((a, b) => a.decided_at.localeCompare(b.decided_at));
  for (const each of byAge) {
    const before = now.get(`${each.channel}.${each.purpose}`);
    if (!each.is_pending || !before) now.set(`${each.channel}.${each.purpose}`, each);
  }
  return now;
}

type Raw = Record<string, unknown>;

/** A form's company as the API takes it: what was emptied is not there at all. */
export function asCompany(data: Raw): Raw {
  const terms = data.payment_terms as { net_days?: number | null } | null | undefined;
  const exemption = data.tax_exemption as { certificate?: string; last_day?: string | null } | null | undefined;
  return {
    ...data,
    tax_ids: data.tax_ids ?? [],
    note: data.note ?? "",
    payment_terms: typeof terms?.net_days === "number" ? { net_days: terms.net_days } : null,
    tax_exemption: exemption?.certificate
      ? { certificate: exemption.certificate, last_day: exemption.last_day || null }
      : null,
  };
}
