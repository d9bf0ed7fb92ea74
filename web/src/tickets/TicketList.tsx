/** What people asked, the last changed first: by whom it waits for, and whose it is. */
import { Stack, Typography } from "@mui/material";
import {
  CreateButton,
  DataTable,
  FilterButton,
  List,
  SelectInput,
  TextInput,
  TopToolbar,
  useGetIdentity,
  usePermissions,
  useTranslate,
} from "react-admin";
import { ActorOf } from "../parts/Actor";
import { choicesOf } from "../parts/filters";
import { narrow } from "../parts/narrow";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { StaffInput } from "./StaffInput";
import { STATES, type Ticket } from "./ticket";

export function TicketList() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { identity } = useGetIdentity();
  const filters = [
    <SelectInput key="status" source="status" choices={choicesOf("ticket", STATES)} alwaysOn />,
    may(permissions, "staff:read") ? (
      <StaffInput key="assignee" source="assignee_id" alwaysOn />
    ) : (
      <SelectInput
        key="assignee"
        source="assignee_id"
        choices={[{ id: identity?.id ?? "", name: "tickets.mine" }]}
        alwaysOn
      />
    ),
    ...(may(permissions, "customers:read") ? [<TextInput key="email" source="email" type="email" resettable />] : []),
    <TextInput key="order_id" source="order_id" resettable />,
  ];
  return (
    <List
      filters={filters}
      actions={
        <TopToolbar>
          <FilterButton disableSaveQuery />
          <ViewsButton />
          {may(permissions, "support:write") && <CreateButton label="tickets.write" />}
        </TopToolbar>
      }
      perPage={25}
      exporter={false}
      queryOptions={{ refetchInterval: 15_000 }}
      empty={
        <Nothing title={t("tickets.none_title")} text={t("tickets.none_text")}>
          {may(permissions, "support:write") && <CreateButton label="tickets.write" variant="contained" />}
        </Nothing>
      }
    >
      <DataTable
        rowClick="show"
        bulkActionButtons={false}
        sx={narrow("number", "priority", "messages", "assignee_id")}
        empty={<Nothing title={t("tickets.none_such")} />}
      >
        <DataTable.Col source="number" disableSort render={(ticket: Ticket) => <strong>#{ticket.number}</strong>} />
        <DataTable.Col source="subject" disableSort render={(ticket: Ticket) => <Subject ticket={ticket} />} />
        <DataTable.Col
          source="status"
          disableSort
          render={(ticket: Ticket) => <Status of="ticket" value={ticket.status} />}
        />
        <DataTable.Col
          source="priority"
          disableSort
          render={(ticket: Ticket) => <Status of="priority" value={ticket.priority} />}
        />
        <DataTable.Col
          source="assignee_id"
          disableSort
          render={(ticket: Ticket) => (ticket.assignee_id ? <ActorOf id={ticket.assignee_id} /> : t("tickets.nobody"))}
        />
        <DataTable.Col source="messages" disableSort align="right" />
        <DataTable.Col source="updated_at" disableSort render={(ticket: Ticket) => <When at={ticket.updated_at} />} />
      </DataTable>
    </List>
  );
}

function Subject({ ticket }: { ticket: Ticket }) {
  return (
    <Stack>
      <span>{ticket.subject}</span>
      {ticket.email && (
        <Typography variant="caption" color="textSecondary">
          {ticket.email}
        </Typography>
      )}
    </Stack>
  );
}
