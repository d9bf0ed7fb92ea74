import { CheckboxGroupInput, required, useGetList, usePermissions, useTranslate } from "react-admin";
import { may } from "../shell/rooms";
import type { Role } from "./member";
import { useRoleName } from "./useRoleName";

/** Which roles somebody has: of those that allow no more than who gives them may do. */
export function RolesInput({ source }: { source: string }) {
  const t = useTranslate();
  const nameOf = useRoleName();
  const { permissions } = usePermissions<string[]>();
  const { data = [] } = useGetList<Role>("roles", {}, { staleTime: 60_000 });
  const choices = data.map((role) => ({
    id: role.id,
    name: nameOf(role),
    isBeyond: !role.scopes.every((scope) => may(permissions, scope)),
  }));
  return (
    <CheckboxGroupInput
      source={source}
      choices={choices}
      translateChoice={false}
      disabled={false}
      validate={required()}
      options={{ size: "small" }}
      helperText={choices.some((each) => each.isBeyond) ? t("staff.roles_help") : false}
      optionText={(role) => (role.isBeyond ? `${role.name} *` : role.name)}
    />
  );
}
