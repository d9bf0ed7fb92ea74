import { useCallback } from "react";
import { useTranslate } from "react-admin";
import type { Role } from "./member";

/** What a role is called: those that every shop has, in the reader's language; a shop's own as it named it. */
export function useRoleName(): (role: Pick<Role, "id" | "name" | "is_built_in">) => string {
  const t = useTranslate();
  return useCallback((role) => (role.is_built_in ? t(`roles.built_in.${role.id}`, { _: role.name }) : role.name), [t]);
}
