import { useCallback } from "react";
import { useTranslate } from "react-admin";

/** What was done, in words: `role.update` as people say it; as it is where nobody wrote a word for it. */
export function useActionWord(): (action: string) => string {
  const t = useTranslate();
  return useCallback((action) => t(`actions.${action.replace(".", "_")}`, { _: action }), [t]);
}
