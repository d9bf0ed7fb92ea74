/** Countries by name: one, or several. */
import { Autocomplete, TextField } from "@mui/material";
import { FieldTitle, type InputProps, useInput, useLocale, ValidationError } from "react-admin";
import { countriesIn, countryName } from "./countries";

interface Given extends InputProps {
  isMany?: boolean;
  helperText?: string;
  disabled?: boolean;
}

export function CountryInput({ isMany = false, helperText, disabled = false, ...given }: Given) {
  const locale = useLocale();
  const { field, fieldState, isRequired } = useInput(given);
  const value = isMany ? field.value || [] : field.value || null;
  return (
    <Autocomplete<string, boolean>
      multiple={isMany}
      disableCloseOnSelect={isMany}
      disabled={disabled}
      options={countriesIn(locale).map((each) => each.code)}
      getOptionLabel={(code) => countryName(code, locale)}
      value={value}
      onChange={(_, chosen) => field.onChange(chosen)}
      onBlur={field.onBlur}
      renderInput={(params) => (
        <TextField
          {...params}
          label={<FieldTitle source={given.source} isRequired={isRequired} />}
          error={!!fieldState.error}
          helperText={
            fieldState.error?.message ? <ValidationError error={fieldState.error.message} /> : (helperText ?? " ")
          }
        />
      )}
    />
  );
}
