/** Groups of customers: a name each. Who is in one is said at the customer. */
import { Box } from "@mui/material";
import {
  CreateButton,
  DataTable,
  DeleteButton,
  List,
  required,
  TextInput,
  TopToolbar,
  usePermissions,
  useTranslate,
} from "react-admin";
import { Link } from "react-router-dom";
import { Nothing } from "../parts/Panel";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Group } from "./customer";

export function GroupList() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const mayWrite = may(permissions, "customers:write");
  return (
    <List
      actions={<TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>}
      perPage={50}
      empty={
        <Nothing title={t("customer_groups.none_title")} text={t("customer_groups.none_text")}>
          {mayWrite && <CreateButton variant="contained" />}
        </Nothing>
      }
    >
      <DataTable rowClick={mayWrite ? "edit" : false} bulkActionButtons={false}>
        <DataTable.Col source="name" disableSort render={(group: Group) => <strong>{group.name}</strong>} />
        <DataTable.Col label="rooms.customers" disableSort render={(group: Group) => <Inside group={group} />} />
        <DataTable.Col source="created_at" disableSort render={(group: Group) => <When at={group.created_at} />} />
      </DataTable>
    </List>
  );
}

function Inside({ group }: { group: Group }) {
  const t = useTranslate();
  const to = `/customers?${new URLSearchParams({ filter: JSON.stringify({ group_id: group.id }) })}`;
  return (
    <Link to={to} onClick={(event) => event.stopPropagation()} style={{ color: "inherit" }}>
      {t("customer_groups.who")}
    </Link>
  );
}

export function GroupCreate() {
  return (
    <SafeCreate redirect="list">
      <Sheet widest={560}>
        <TextInput source="name" validate={required()} />
      </Sheet>
    </SafeCreate>
  );
}

export function GroupEdit() {
  return (
    <SafeEdit redirect="list">
      <Sheet
        widest={560}
        foot={
          <>
            <Box sx={{ flex: 1 }} />
            <DeleteButton mutationMode="pessimistic" confirmContent="customer_groups.delete_text" />
          </>
        }
      >
        <TextInput source="name" validate={required()} />
      </Sheet>
    </SafeEdit>
  );
}
