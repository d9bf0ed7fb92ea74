import { InputAdornment, TextField, type TextFieldProps } from "@mui/material";
import { useState } from "react";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { moneyInput, parsedMoney } from "./money";

interface Given extends Omit<TextFieldProps, "value" | "onChange"> {
  /** Minor units; null: nothing typed. */
  amount: number | null;
  currency: string;
  /** undefined: what stands there is no amount. */
  onAmount: (amount: number | null | undefined) => void;
}

/** An amount of money, typed as people write it. */
export function MoneyBox({ amount, currency, onAmount, ...field }: Given) {
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = typed !== null && parsedMoney(typed, currency) === undefined;
  return (
    <TextField
      {...field}
      value={typed ?? moneyInput(amount, currency, locale)}
      onChange={(event) => {
        setTyped(event.target.value);
        onAmount(parsedMoney(event.target.value, currency));
      }}
      onBlur={() => !isWrong && setTyped(null)}
      error={isWrong || !!field.error}
      helperText={isWrong ? t("shop.no_amount") : field.helperText}
      slotProps={{
        htmlInput: { inputMode: "decimal", ...field.slotProps?.htmlInput },
        input: { endAdornment: <InputAdornment position="end">{currency}</InputAdornment> },
      }}
    />
  );
}
