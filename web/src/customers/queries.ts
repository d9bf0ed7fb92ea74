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

/** The carts that wait for the word of a company's admins, who waits longest first. */
export function useWaitingCarts(companyId: string) {
  return useQuery({
    queryKey: ["carts_to_approve", companyId],
    queryFn: async ({ signal }) => {
      const query = { company_id: companyId, limit: MOST };
      return (await ask("GET", "/admin/carts_to_approve", { query, signal })).body.data;
    },
    enabled: !!companyId,
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
