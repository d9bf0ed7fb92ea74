/** Companies that buy: what tax offices know them by, when they pay, and who buys for them. */
import { Stack } from "@mui/material";
import {
  ArrayInput,
  CreateButton,
  DataTable,
  DateInput,
  List,
  NumberInput,
  required,
  SimpleFormIterator,
  TextInput,
  TopToolbar,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { Nothing } from "../parts/Panel";
import { SafeCreate } from "../parts/SafeCreate";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { asCompany, type Company } from "./customer";
import { Members } from "./Members";
import { WaitingCarts } from "./WaitingCarts";

export function CompanyList() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const mayWrite = may(permissions, "customers:write");
  return (
    <List
      actions={<TopToolbar>{mayWrite && <CreateButton />}</TopToolbar>}
      perPage={25}
      empty={
        <Nothing title={t("companies.none_title")} text={t("companies.none_text")}>
          {mayWrite && <CreateButton variant="contained" />}
        </Nothing>
      }
    >
      <DataTable rowClick="edit" bulkActionButtons={false}>
        <DataTable.Col source="name" disableSort render={(company: Company) => <strong>{company.name}</strong>} />
        <DataTable.Col
          source="tax_ids"
          disableSort
          render={(company: Company) => company.tax_ids.map((each) => each.number).join(", ") || "–"}
        />
        <DataTable.Col
          source="members"
          disableSort
          align="right"
          render={(company: Company) => company.members.length}
        />
        <DataTable.Col
          source="payment_terms.net_days"
          disableSort
          render={(company: Company) =>
            company.payment_terms ? t("companies.days", { smart_count: company.payment_terms.net_days }) : "–"
          }
        />
        <DataTable.Col
          source="created_at"
          disableSort
          render={(company: Company) => <When at={company.created_at} />}
        />
      </DataTable>
    </List>
  );
}

function Fields() {
  const t = useTranslate();
  return (
    <>
      <TextInput source="name" validate={required()} />
      <ArrayInput source="tax_ids" defaultValue={[]}>
        <SimpleFormIterator inline disableReordering>
          <TextInput
            source="country"
            label={t("companies.country")}
            validate={required()}
            parse={(typed) => typed.toUpperCase()}
            sx={{ width: 110 }}
            helperText={false}
          />
          <TextInput source="number" label={t("companies.number")} validate={required()} helperText={false} />
        </SimpleFormIterator>
      </ArrayInput>
      <NumberInput
        source="payment_terms.net_days"
        min={0}
        step={1}
        sx={{ maxWidth: 260 }}
        helperText="companies.terms_help"
      />
      <Stack direction={{ xs: "column", sm: "row" }} spacing={2} sx={{ width: "100%" }}>
        <TextInput source="tax_exemption.certificate" helperText="companies.exemption_help" fullWidth />
        <DateInput source="tax_exemption.last_day" sx={{ maxWidth: { sm: 220 } }} />
      </Stack>
      <TextInput source="note" multiline minRows={2} />
    </>
  );
}

export function CompanyCreate() {
  return (
    <SafeCreate redirect="edit" transform={asCompany}>
      <Sheet widest={760}>
        <Fields />
      </Sheet>
    </SafeCreate>
  );
}

export function CompanyEdit() {
  const { permissions } = usePermissions<string[]>();
  const mayWrite = may(permissions, "customers:write");
  return (
    <SafeEdit title={<Name />} transform={asCompany}>
      <Sheet widest={760} foot={mayWrite ? null : false} disabled={!mayWrite}>
        <Fields />
      </Sheet>
      <Members mayWrite={mayWrite} />
      {may(permissions, "orders:read") && <WaitingCarts />}
    </SafeEdit>
  );
}

function Name() {
  return <span>{useRecordContext<Company>()?.name}</span>;
}
