/** Answers that staff give often: their words in each language, and what a ticket becomes by them. */
import { Box, Stack } from "@mui/material";
import {
  CreateButton,
  DataTable,
  DeleteButton,
  List,
  required,
  SelectInput,
  TextArrayInput,
  TextInput,
  TopToolbar,
  usePermissions,
  useTranslate,
} from "react-admin";
import { choicesOf } from "../parts/filters";
import { Nothing } from "../parts/Panel";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { Translations } from "./Translations";
import { GIVEN_STATES, type Macro, PRIORITIES } from "./ticket";

export function MacroList() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const mayWrite = may(permissions, "support:write");
  return (
    <List
      actions={<TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>}
      perPage={50}
      empty={
        <Nothing title={t("ticket_macros.none_title")} text={t("ticket_macros.none_text")}>
          {mayWrite && <CreateButton variant="contained" />}
        </Nothing>
      }
    >
      <DataTable rowClick={mayWrite ? "edit" : false} bulkActionButtons={false}>
        <DataTable.Col source="title" disableSort render={(macro: Macro) => <strong>{macro.title}</strong>} />
        <DataTable.Col
          source="translations"
          disableSort
          render={(macro: Macro) => Object.keys(macro.translations).join(", ") || "–"}
        />
        <DataTable.Col
          source="status"
          disableSort
          render={(macro: Macro) => <Status of="ticket" value={macro.status} />}
        />
        <DataTable.Col
          source="priority"
          disableSort
          render={(macro: Macro) => <Status of="priority" value={macro.priority} />}
        />
        <DataTable.Col source="updated_at" disableSort render={(macro: Macro) => <When at={macro.updated_at} />} />
      </DataTable>
    </List>
  );
}

function Fields() {
  return (
    <>
      <TextInput source="title" validate={required()} helperText="ticket_macros.title_help" />
      <TextInput source="body" multiline minRows={5} validate={required()} />
      <Translations source="translations" />
      <Stack direction={{ xs: "column", sm: "row" }} spacing={2} sx={{ width: "100%" }}>
        <SelectInput source="status" choices={choicesOf("ticket", GIVEN_STATES)} emptyText="ticket_macros.waits" />
        <SelectInput source="priority" choices={choicesOf("priority", PRIORITIES)} emptyText="ticket_macros.stays" />
      </Stack>
      <TextArrayInput source="tags" helperText="ticket_macros.tags_help" />
    </>
  );
}

export function MacroCreate() {
  return (
    <SafeCreate redirect="list">
      <Sheet widest={760}>
        <Fields />
      </Sheet>
    </SafeCreate>
  );
}

export function MacroEdit() {
  return (
    <SafeEdit redirect="list">
      <Sheet
        widest={760}
        foot={
          <>
            <Box sx={{ flex: 1 }} />
            <DeleteButton mutationMode="pessimistic" />
          </>
        }
      >
        <Fields />
      </Sheet>
    </SafeEdit>
  );
}
