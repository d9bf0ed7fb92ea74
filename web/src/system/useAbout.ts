import { useCallback } from "react";
import { useTranslate } from "react-admin";
import type { Letter } from "./system";

/** What a dead letter is about, in a few words. */
export function useAbout(): (letter: Letter) => string {
  const t = useTranslate();
  return useCallback(
    (letter) => {
      if (letter.kind === "event") return letter.event_type ?? t("system.about.event");
      return t(`system.about.${letter.kind}`, { smart_count: letter.changes ?? 0 });
    },
    [t],
  );
}
