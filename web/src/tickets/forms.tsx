/** Opening a ticket for somebody, and what of one may be put right. */
import { Stack } from "@mui/material";
import { RadioButtonGroupInput, required, SelectInput, TextArrayInput, TextInput, usePermissions } from "react-admin";
import { choicesOf } from "../parts/filters";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { may } from "../shell/rooms";
import { StaffInput } from "./StaffInput";
import { PRIORITIES } from "./ticket";

const AUTHORS = ["staff", "customer"];

export function TicketCreate() {
  const { permissions } = usePermissions<string[]>();
  return (
    <SafeCreate redirect="show" title="tickets.write">
      <Sheet widest={760} defaultValues={{ author: "staff", priority: "normal" }}>
        <RadioButtonGroupInput
          source="author"
          choices={AUTHORS.map((id) => ({ id, name: `tickets.authors.${id}` }))}
          helperText="tickets.author_help"
        />
        <TextInput source="email" type="email" validate={required()} />
        <TextInput source="subject" validate={required()} />
        <TextInput source="body" multiline minRows={5} validate={required()} />
        <Stack direction={{ xs: "column", sm: "row" }} spacing={2} sx={{ width: "100%" }}>
          <SelectInput source="priority" choices={choicesOf("priority", PRIORITIES)} validate={required()} />
          {may(permissions, "staff:read") && <StaffInput source="assignee_id" />}
        </Stack>
        <TextInput source="order_id" helperText="tickets.order_help" />
        <TextArrayInput source="tags" helperText="customers.tags_help" />
        <TextInput source="locale" helperText="tickets.locale_help" sx={{ maxWidth: 240 }} />
      </Sheet>
    </SafeCreate>
  );
}

export function TicketEdit() {
  return (
    <SafeEdit redirect="show">
      <Sheet widest={760}>
        <TextInput source="subject" validate={required()} />
        <TextInput source="email" type="email" validate={required()} />
        <TextInput source="order_id" helperText="tickets.order_help" />
        <TextInput source="locale" helperText="tickets.locale_help" sx={{ maxWidth: 240 }} />
        <TextArrayInput source="tags" helperText="customers.tags_help" />
      </Sheet>
    </SafeEdit>
  );
}
