import { useQuery } from "@tanstack/react-query";
import { ask, askAnyhow } from "../api/client";
import type { Asked, Listed } from "../api/shapes";

const MOST = 100;

type ListPath = "/admin/mails" | "/admin/refunds" | "/admin/payments" | "/admin/fulfillments" | "/admin/locations";

function useListed<P extends ListPath>(key: string, path: P, query: Asked<"GET", P>["query"], isOpen = true) {
  return useQuery({
    queryKey: [key, query],
    queryFn: async ({ signal }) => {
      const { body } = await askAnyhow("GET", path, { query, signal });
      return body.data as Listed<P>[];
    },
    enabled: isOpen,
  });
}

export const useRefunds = (orderId: string, isOpen: boolean) =>
  useListed("refunds", "/admin/refunds", { order_id: orderId, limit: MOST }, isOpen);
export const usePayments = (orderId: string, isOpen: boolean) =>
  useListed("payments", "/admin/payments", { order_id: orderId }, isOpen);
export const useMails = (orderId: string) => useListed("mails", "/admin/mails", { order_id: orderId, limit: MOST });
export const useParcels = (orderId: string, isOpen: boolean) =>
  useListed("fulfillments", "/admin/fulfillments", { order_id: orderId, limit: MOST }, isOpen);
export const useLocations = () => useListed("locations", "/admin/locations", undefined);

export function useTimeline(orderId: string) {
  return useQuery({
    queryKey: ["timeline", orderId],
    queryFn: async ({ signal }) =>
      (await ask("GET", "/admin/orders/{order_id}/timeline", { path: { order_id: orderId }, signal })).body.data,
  });
}
