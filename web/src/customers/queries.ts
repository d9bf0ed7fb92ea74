import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import type { Page } from "../data/cursors";
import type { Consent, Customer, Summary } from "./customer";

const MOST = 100;

export function useSummary(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: ["order_summary", id],
    queryFn: async ({ signal }) =>
      (await ask<Summary>("GET", "/admin/orders/summary", { query: { customer_id: id }, signal })).body,
    enabled: isOpen,
  });
}

export function useConsents(id: string) {
  return useQuery({
    queryKey: ["consents", id],
    queryFn: async ({ signal }) => {
      const { body } = await ask<Page>("GET", `/admin/customers/${id}/consents`, { query: { limit: MOST }, signal });
      return body.data as unknown as Consent[];
    },
  });
}

/** Customers whom these words may mean; nobody while nothing is typed. */
export function useCustomersFound(query: Record<string, unknown>, isOpen: boolean) {
  return useQuery({
    queryKey: ["customers_found", query],
    queryFn: async ({ signal }) => {
      const { body } = await ask<Page>("GET", "/admin/customers", { query: { ...query, limit: 10 }, signal });
      return body.data as unknown as Customer[];
    },
    enabled: isOpen,
  });
}
