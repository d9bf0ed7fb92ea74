/** What is told of a refusal: in the reader's words where there are some, else the API's own sentence. */
import { useCallback } from "react";
import { useNotify, useTranslate } from "react-admin";
import { Problem } from "../api/problem";
import { Waits } from "../api/waits";

export function useRefusal(): (error: unknown) => string {
  const t = useTranslate();
  return useCallback(
    (error) => {
      if (error instanceof Waits) return t(error.message);
      if (!(error instanceof Problem)) return error instanceof Error ? error.message : String(error);
      const { scope, sku } = error.detail.details ?? {};
      return t(`refusals.${error.code}`, {
        _: error.message || t("refusals.internal"),
        scope: String(scope ?? ""),
        sku: String(sku ?? ""),
      });
    },
    [t],
  );
}

/** Says it at the foot of the page. */
export function useTellRefusal(): (error: unknown) => void {
  const refusal = useRefusal();
  const notify = useNotify();
  return useCallback(
    (error) => {
      const text = refusal(error);
      const type = error instanceof Waits ? "warning" : "error";
      notify(text, { type, autoHideDuration: 8000, messageArgs: { _: text } });
    },
    [notify, refusal],
  );
}
