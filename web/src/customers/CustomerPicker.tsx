/** Choosing a customer by an e-mail address, a phone number or words of the name. */
import { Autocomplete, TextField } from "@mui/material";
import { useDeferredValue, useState } from "react";
import { useTranslate } from "react-admin";
import { byWords } from "../data/words";
import { type Customer, nameOf } from "./customer";
import { useCustomersFound } from "./queries";

interface Given {
  label: string;
  value: Customer | null;
  onValue: (customer: Customer | null) => void;
  /** Who is not meant. */
  without?: readonly string[];
}

export function CustomerPicker({ label, value, onValue, without = [] }: Given) {
  const t = useTranslate();
  const [typed, setTyped] = useState("");
  const words = useDeferredValue(typed.trim());
  const isAsked = words.length > 1 && !(value && words === nameOf(value));
  const { data = [], isFetching } = useCustomersFound(byWords({ words }), isAsked);
  return (
    <Autocomplete
      value={value}
      inputValue={typed}
      onInputChange={(_, next) => setTyped(next)}
      onChange={(_, next) => onValue(next)}
      options={data.filter((each) => !without.includes(each.id) && !each.merged_into)}
      filterOptions={(all) => all}
      getOptionLabel={nameOf}
      getOptionKey={(each) => each.id}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      loading={isFetching}
      noOptionsText={t(words.length > 1 ? "customers.nobody_found" : "customers.search_help")}
      renderOption={({ key, ...option }, each) => (
        <li key={key} {...option}>
          {nameOf(each)}
          {each.email && nameOf(each) !== each.email && ` · ${each.email}`}
        </li>
      )}
      renderInput={(field) => <TextField {...field} label={label} helperText={t("customers.search_help")} />}
    />
  );
}
