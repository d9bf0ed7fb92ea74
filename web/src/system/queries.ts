/** What the system's page asks for, and how often. */
import { useQuery } from "@tanstack/react-query";
import { ask } from "../api/client";

const EVERY_MS = 30_000;

export function useSystem() {
  return useQuery({
    queryKey: ["system"],
    queryFn: async ({ signal }) => (await ask("GET", "/admin/system", { signal })).body,
    refetchInterval: EVERY_MS,
  });
}

/** The dead letters of a queue; none are asked for where none is chosen. */
export function useLetters(queue: string | null) {
  return useQuery({
    queryKey: ["system", "dead_letters", queue],
    queryFn: async ({ signal }) =>
      (await ask("GET", "/admin/system/dead_letters", { query: { queue: queue ?? "" }, signal })).body,
    enabled: queue !== null,
    refetchInterval: EVERY_MS,
  });
}

export function useObjectEvents(object: string) {
  return useQuery({
    queryKey: ["system", "events", object],
    queryFn: async ({ signal }) => (await ask("GET", "/admin/system/events", { query: { object }, signal })).body,
    enabled: object !== "",
    retry: false,
  });
}
