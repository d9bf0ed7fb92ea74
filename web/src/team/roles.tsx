/** Roles: those that every shop has, which stay as they are, and the shop's own. */
import { Alert, Box, Stack } from "@mui/material";
import {
  CreateButton,
  DataTable,
  DeleteButton,
  List,
  required,
  TextInput,
  TopToolbar,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { may } from "../shell/rooms";
import { LocationsInput } from "./LocationsInput";
import { isCarried, type Role } from "./member";
import { ScopesInput, ScopeTable } from "./Scopes";
import { useRoleName } from "./useRoleName";

export function RoleList() {
  const t = useTranslate();
  const nameOf = useRoleName();
  const { permissions } = usePermissions<string[]>();
  return (
    <List
      actions={<TopToolbar>{may(permissions, "staff:write") && <CreateButton />}</TopToolbar>}
      pagination={false}
      exporter={false}
    >
      <DataTable rowClick="edit" bulkActionButtons={false}>
        <DataTable.Col source="name" disableSort render={(role: Role) => <strong>{nameOf(role)}</strong>} />
        <DataTable.Col
          source="is_built_in"
          disableSort
          render={(role: Role) => t(role.is_built_in ? "roles.is_built_in" : "roles.own")}
        />
        <DataTable.Col source="scopes" disableSort render={(role: Role) => <Brief role={role} />} />
      </DataTable>
    </List>
  );
}

/** What may be changed by it; what may be seen is more, and seldom what somebody looks for. */
function Brief({ role }: { role: Role }) {
  const t = useTranslate();
  const named = role.scopes.filter((scope) => !isCarried(scope, role.scopes));
  const writes = named
    .filter((scope) => !scope.endsWith(":read"))
    .map((scope) => t(`roles.ways.${scope.replace(":", "_")}`));
  return <span>{writes.length ? writes.join(" · ") : t("roles.reads_only")}</span>;
}

function Fields() {
  return (
    <>
      <TextInput source="name" validate={required()} sx={{ maxWidth: 480 }} />
      <LocationsInput source="locations" defaultValue={[]} />
      <ScopesInput source="scopes" />
    </>
  );
}

export function RoleCreate() {
  return (
    <SafeCreate redirect="list">
      <Sheet widest={1000}>
        <Fields />
      </Sheet>
    </SafeCreate>
  );
}

export function RoleEdit() {
  return (
    <SafeEdit redirect="list" title={<Name />}>
      <Inside />
    </SafeEdit>
  );
}

function Name() {
  const role = useRecordContext<Role>();
  const nameOf = useRoleName();
  return <span>{role && nameOf(role)}</span>;
}

function Inside() {
  const t = useTranslate();
  const role = useRecordContext<Role>();
  const { permissions } = usePermissions<string[]>();
  if (!role) return null;
  if (role.is_built_in || !may(permissions, "staff:write")) {
    return (
      <Stack spacing={2} sx={{ p: 2, maxWidth: 1000 }}>
        {role.is_built_in && <Alert severity="info">{t("roles.built_in_text")}</Alert>}
        <ScopeTable scopes={role.scopes} />
      </Stack>
    );
  }
  return (
    <Sheet
      widest={1000}
      foot={
        <>
          <Box sx={{ flex: 1 }} />
          <DeleteButton mutationMode="pessimistic" confirmContent="roles.delete_text" />
        </>
      }
    >
      <Fields />
    </Sheet>
  );
}
