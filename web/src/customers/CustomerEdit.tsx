/** What staff know of a customer. Who they are, they change themselves. */
import {
  AutocompleteArrayInput,
  ReferenceArrayInput,
  TextArrayInput,
  TextInput,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { SafeEdit } from "../parts/SafeEdit";
import { Sheet } from "../parts/Sheet";
import { type Customer, nameOf } from "./customer";

export function CustomerEdit() {
  return (
    <SafeEdit title={<Name />} redirect="show">
      <Sheet>
        <TextInput source="note" multiline minRows={3} defaultValue="" parse={(typed) => typed ?? ""} />
        <TextArrayInput source="tags" helperText="customers.tags_help" />
        <ReferenceArrayInput source="group_ids" reference="customer_groups" perPage={100}>
          <AutocompleteArrayInput filterToQuery={() => ({})} optionText="name" />
        </ReferenceArrayInput>
      </Sheet>
    </SafeEdit>
  );
}

function Name() {
  const customer = useRecordContext<Customer>();
  const t = useTranslate();
  return <span>{customer ? nameOf(customer) : t("rooms.customers")}</span>;
}
