import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";

const MOST = 100;

export function useSummary(id: string, isOpen: boolean) {
  return useQuery({
    queryKey: ["order_summary", id],
    queryFn: async ({ signal }) =>
      (await ask("GET", "/admin/orders/summary", { query: { customer_id: id }, signal })).body,
    enabled: isOpen,
  });
}

export function useConsents(id: string) {
  return useQuery({
    queryKey: ["consents", id],
    queryFn: async ({ signal }) => {
      const { body } = await ask("GET", "/admin/customers/{customer_id}/consents", {
        path: { customer_id: id },
        query: { limit: MOST },
        signal,
      });
      return body.data;
    },
  });
}

/** Customers whom these words may mean; nobody while nothing is typed. */
export function useCustomersFound(query: Record<string, unknown>, isOpen: boolean) {
  return useQuery({
    queryKey: ["customers_found", query],
    queryFn: async ({ signal }) => {
      const { body } = await ask("GET", "/admin/customers", { query: { ...query, limit: 10 }, signal });
      return body.data;
    },
    enabled: isOpen,
  });
}
