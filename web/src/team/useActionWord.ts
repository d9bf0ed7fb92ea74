import { useCallback } from "react";
import { useTranslate } from "react-admin";

/** What was done, in words: `role.update` as people say it; as it is where nobody wrote a word for it. */
export function useActionWord(): (action: string) => string {
  const t = useTranslate();
  return useCallback((action) => t(`actions.${action.replace(".", "_")}`, { _: action }), [t]);
}

/** The same of what somebody asks for, and is not done. */
export function useAskWord(): (action: string) => string {
  const t = useTranslate();
  const wordOf = useActionWord();
  return useCallback((action) => t(`approvals.asks.${action.replace(".", "_")}`, { _: wordOf(action) }), [t, wordOf]);
}
