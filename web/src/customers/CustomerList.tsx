/** The customers, who came last first: found by an e-mail address, a phone number, words of the name, or a group. */
import UploadFileIcon from "@mui/icons-material/UploadFile";
import { Chip, Stack, Typography } from "@mui/material";
import {
  Button,
  ColumnsButton,
  DataTable,
  List,
  ReferenceInput,
  SelectInput,
  TextInput,
  TopToolbar,
  useGetList,
  usePermissions,
  useTranslate,
} from "react-admin";
import { Link } from "react-router-dom";
import { ExportButton } from "../parts/ExportButton";
import { narrow } from "../parts/narrow";
import { Nothing } from "../parts/Panel";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { type Customer, type Group, nameOf } from "./customer";

function Actions() {
  return (
    <TopToolbar>
      <ViewsButton />
      <ColumnsButton />
      <ImportButton />
      <ExportButton
        path="/admin/customers/export"
        scope="customers:write"
        along={["group_id"]}
        body={{ format: "csv" }}
      />
    </TopToolbar>
  );
}

function ImportButton() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  if (!may(permissions, "customers:write") || !may(permissions, "jobs:read")) return null;
  return (
    <Button component={Link} to="/customer_import" label={t("imports.button")}>
      <UploadFileIcon />
    </Button>
  );
}

export function CustomerList() {
  const t = useTranslate();
  const filters = [
    <TextInput
      key="words"
      source="words"
      alwaysOn
      resettable
      placeholder={t("customers.search_help")}
      sx={{ minWidth: { sm: 380 } }}
    />,
    <ReferenceInput key="group" source="group_id" reference="customer_groups" perPage={100} alwaysOn>
      <SelectInput optionText="name" translateChoice={false} />
    </ReferenceInput>,
  ];
  return (
    <List
      filters={filters}
      actions={<Actions />}
      perPage={25}
      empty={
        <Nothing title={t("customers.none_title")} text={t("customers.none_text")}>
          <ImportButton />
        </Nothing>
      }
    >
      <DataTable
        rowClick="show"
        bulkActionButtons={false}
        sx={narrow("group_ids", "accepts_marketing", "created_at")}
        hiddenColumns={["phone", "locale", "updated_at"]}
        empty={<Nothing title={t("customers.none_such")} text={t("customers.search_help")} />}
      >
        <DataTable.Col source="name" disableSort render={(customer: Customer) => <Name customer={customer} />} />
        <DataTable.Col source="phone" disableSort />
        <DataTable.Col
          source="group_ids"
          disableSort
          render={(customer: Customer) => <Groups ids={customer.group_ids} />}
        />
        <DataTable.Col source="tags" disableSort render={(customer: Customer) => <Tags tags={customer.tags} />} />
        <DataTable.Col
          source="accepts_marketing"
          disableSort
          render={(customer: Customer) => t(customer.accepts_marketing ? "ra.boolean.true" : "ra.boolean.false")}
        />
        <DataTable.Col source="locale" disableSort />
        <DataTable.Col
          source="created_at"
          disableSort
          render={(customer: Customer) => <When at={customer.created_at} />}
        />
        <DataTable.Col
          source="updated_at"
          disableSort
          render={(customer: Customer) => <When at={customer.updated_at} />}
        />
      </DataTable>
    </List>
  );
}

function Name({ customer }: { customer: Customer }) {
  const name = nameOf(customer);
  return (
    <Stack>
      <strong>{name}</strong>
      {customer.email && customer.email !== name && (
        <Typography variant="caption" color="textSecondary">
          {customer.email}
        </Typography>
      )}
    </Stack>
  );
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Stack direction="row" spacing={0.5} useFlexGap sx={{ flexWrap: "wrap" }}>
      {tags.map((tag) => (
        <Chip key={tag} label={tag} size="small" />
      ))}
    </Stack>
  );
}

/** Groups by name; one that was deleted since means nothing any more. */
export function Groups({ ids }: { ids: readonly string[] }) {
  const { data = [] } = useGetList<Group>(
    "customer_groups",
    { pagination: { page: 1, perPage: 100 } },
    { enabled: ids.length > 0, staleTime: 60_000 },
  );
  return <Tags tags={data.filter((group) => ids.includes(group.id)).map((group) => group.name)} />;
}
