import type { components } from "../api/schema";

type Schemas = components["schemas"];
export type Ticket = Schemas["TicketView"];
export type Message = Schemas["MessageView"];
export type Macro = Schemas["MacroView"];

export const STATES: readonly Ticket["status"][] = ["open", "pending", "on_hold", "solved", "closed"];
/** Those that staff may give one; it is closed by itself, some time after it was solved. */
export const GIVEN_STATES = STATES.filter((each) => each !== "closed");
export const PRIORITIES: readonly Ticket["priority"][] = ["urgent", "high", "normal", "low"];

/** A macro's words in the language that the ticket's person reads; those of the language, where the region has none. */
export function wordsOf(macro: Macro, locale: string | null): string {
  const language = locale?.split("-")[0];
  const found = (locale && macro.translations[locale]) || (language && macro.translations[language]);
  return found || macro.body;
}

/**
 * What is sent of what stands in the box. A macro that was not changed is sent as itself, since the ticket gets its
 * tags and priority by it, too; one that was changed is words like any other.
 */
export function messageOf(
  typed: string,
  macro: Macro | null,
  locale: string | null,
  isInternal: boolean,
  status: string,
): Record<string, unknown> {
  if (isInternal) return { body: typed, is_internal: true };
  const isUnchanged = macro && typed.trim() === wordsOf(macro, locale).trim();
  return { ...(isUnchanged ? { macro_id: macro.id } : { body: typed }), ...(status ? { status } : {}) };
}
