/** What was typed and not saved is not left behind without a word: neither for another room nor with the tab. */
import { useEffect } from "react";
import { useBlocker, useTranslate } from "react-admin";
import { useFormState } from "react-hook-form";

export function useUnsaved(isUnsaved: boolean): void {
  const t = useTranslate();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isUnsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (window.confirm(t("ra.message.unsaved_changes"))) blocker.proceed?.();
    else blocker.reset?.();
  }, [blocker, t]);
  useEffect(() => {
    if (!isUnsaved) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [isUnsaved]);
}

/** In a form that stays where it is once saved: also after a save that failed, where react-admin's own warning ends. */
export function UnsavedWarning() {
  useUnsaved(Object.keys(useFormState().dirtyFields).length > 0);
  return null;
}
