/** What staff know of a customer. Who they are, they change themselves. */
import {
  AutocompleteArrayInput,
  ReferenceArrayInput,
  SimpleForm,
  TextArrayInput,
  TextInput,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { SafeEdit } from "../parts/SafeEdit";
import { SaveBar } from "../parts/SaveBar";
import { type Customer, nameOf } from "./customer";

export function CustomerEdit() {
  return (
    <SafeEdit title={<Name />} redirect="show">
      <SimpleForm warnWhenUnsavedChanges toolbar={<SaveBar />} sx={{ maxWidth: 720 }}>
        <TextInput source="note" multiline minRows={3} defaultValue="" parse={(typed) => typed ?? ""} />
        <TextArrayInput source="tags" helperText="customers.tags_help" />
        <ReferenceArrayInput source="group_ids" reference="customer_groups" perPage={100}>
          <AutocompleteArrayInput filterToQuery={() => ({})} optionText="name" />
        </ReferenceArrayInput>
      </SimpleForm>
    </SafeEdit>
  );
}

function Name() {
  const customer = useRecordContext<Customer>();
  const t = useTranslate();
  return <span>{customer ? nameOf(customer) : t("rooms.customers")}</span>;
}
