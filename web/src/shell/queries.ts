/** How long answers are taken for fresh, and what is tried again. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "../api/problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (times, error) =>
        times < 3 && error instanceof Problem && (error.status === 0 || error.status >= 500 || error.status === 429),
      retryDelay: (times, error) =>
        error instanceof Problem && error.retryAfterS ? error.retryAfterS * 1000 : Math.min(500 * 2 ** times, 8_000),
    },
    mutations: { retry: false },
  },
});
