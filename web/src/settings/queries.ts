import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";

const FRESH_MS = 300_000;

export function useSettings() {
  return useQuery({
    queryKey: ["settings"],
    queryFn: async ({ signal }) => (await ask("GET", "/admin/settings", { signal })).body,
    staleTime: FRESH_MS,
  });
}

export function useLetterKinds() {
  return useQuery({
    queryKey: ["letters"],
    queryFn: async ({ signal }) => (await ask("GET", "/admin/letters", { signal })).body.data,
    staleTime: FRESH_MS,
  });
}

export function useLetter(kind: string, locale: string) {
  return useQuery({
    queryKey: ["letters", kind, locale],
    queryFn: async ({ signal }) =>
      (await ask("GET", "/admin/letters/{kind}", { path: { kind }, query: { locale }, signal })).body,
    enabled: Boolean(kind && locale),
    staleTime: FRESH_MS,
  });
}
