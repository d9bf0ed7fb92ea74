import { Autocomplete, TextField } from "@mui/material";
import { useMemo } from "react";
import { useLocale, useTranslate } from "react-admin";

/** One more currency, by its code or its name. */
export function CurrencyPicker({ taken, onPick }: { taken: readonly string[]; onPick: (currency: string) => void }) {
  const t = useTranslate();
  const locale = useLocale();
  const names = useMemo(() => new Intl.DisplayNames(locale, { type: "currency" }), [locale]);
  const open = useMemo(() => Intl.supportedValuesOf("currency").filter((each) => !taken.includes(each)), [taken]);
  return (
    <Autocomplete
      size="small"
      options={open}
      value={null}
      blurOnSelect
      clearOnBlur
      getOptionLabel={(currency) => `${currency} – ${names.of(currency)}`}
      onChange={(_, currency) => currency && onPick(currency)}
      renderInput={(given) => <TextField {...given} label={t("shop.add_currency")} />}
      sx={{ width: 240 }}
    />
  );
}
