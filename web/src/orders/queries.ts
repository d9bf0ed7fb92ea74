import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";
import type { Page } from "../data/cursors";
import type { Entry, Fulfillment, Location, Payment, Refund } from "./order";

const MOST = 100;

function useListed<T>(key: string, path: string, query: Record<string, unknown>, isOpen = true) {
  return useQuery({
    queryKey: [key, query],
    queryFn: async ({ signal }) => {
      const { body } = await ask<Page>("GET", path, { query, signal });
      return body.data as unknown as T[];
    },
    enabled: isOpen,
  });
}

export const useRefunds = (orderId: string, isOpen: boolean) =>
  useListed<Refund>("refunds", "/admin/refunds", { order_id: orderId, limit: MOST }, isOpen);
export const usePayments = (orderId: string, isOpen: boolean) =>
  useListed<Payment>("payments", "/admin/payments", { order_id: orderId }, isOpen);
export const useParcels = (orderId: string, isOpen: boolean) =>
  useListed<Fulfillment>("fulfillments", "/admin/fulfillments", { order_id: orderId, limit: MOST }, isOpen);
export const useLocations = () => useListed<Location>("locations", "/admin/locations", {});

export function useTimeline(orderId: string) {
  return useQuery({
    queryKey: ["timeline", orderId],
    queryFn: async ({ signal }) =>
      (await ask<{ data: Entry[] }>("GET", `/admin/orders/${orderId}/timeline`, { signal })).body.data,
  });
}
