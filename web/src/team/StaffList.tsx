/** Who works here, and what they may do. */
import { Stack, Typography } from "@mui/material";
import { CreateButton, DataTable, List, TopToolbar, useGetList, usePermissions, useTranslate } from "react-admin";
import { Tags } from "../customers/CustomerList";
import { narrow } from "../parts/narrow";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Member, Role } from "./member";
import { useRoleName } from "./useRoleName";

export function StaffList() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  return (
    <List
      actions={<TopToolbar>{may(permissions, "staff:write") && <CreateButton label="staff.invite" />}</TopToolbar>}
      perPage={50}
      exporter={false}
    >
      <DataTable
        rowClick="edit"
        bulkActionButtons={false}
        sx={narrow("roles", "locations")}
        rowSx={(member: Member) => (member.status === "active" || member.status === "invited" ? {} : { opacity: 0.65 })}
      >
        <DataTable.Col
          source="name"
          disableSort
          render={(member: Member) => (
            <Stack>
              <strong>{member.name || t("staff.removed_name")}</strong>
              <Typography variant="caption" color="textSecondary">
                {member.email}
              </Typography>
            </Stack>
          )}
        />
        <DataTable.Col
          source="status"
          disableSort
          render={(member: Member) => <Status of="member" value={member.status} />}
        />
        <DataTable.Col source="roles" disableSort render={(member: Member) => <Roles ids={member.roles} />} />
        <DataTable.Col
          source="locations"
          disableSort
          render={(member: Member) =>
            member.locations.length
              ? t("staff.some_locations", { smart_count: member.locations.length })
              : t("staff.everywhere")
          }
        />
        <DataTable.Col
          source="last_used_at"
          disableSort
          render={(member: Member) => <When at={member.last_used_at} />}
        />
      </DataTable>
    </List>
  );
}

function Roles({ ids }: { ids: readonly string[] }) {
  const nameOf = useRoleName();
  const { data = [] } = useGetList<Role>("roles", {}, { staleTime: 60_000 });
  return (
    <Tags tags={ids.map((id) => nameOf(data.find((role) => role.id === id) ?? { id, name: id, is_built_in: true }))} />
  );
}
