import { FormHelperText, Stack } from "@mui/material";
import { useState } from "react";
import { useInput, useTranslate, ValidationError } from "react-admin";
import { CurrencyPicker } from "../parts/CurrencyPicker";
import { MoneyBox } from "../parts/MoneyBox";
import { useShop } from "../parts/shop";
import { type Amounts, hasNoAmount, withAmount } from "./option";

/** A price in each currency; an empty one is none. */
export function AmountsInput({ source, disabled = false }: { source: string; disabled?: boolean }) {
  const t = useTranslate();
  const shop = useShop();
  const [added, setAdded] = useState<string[]>([]);
  const { field, fieldState } = useInput<Amounts>({
    source,
    validate: (amounts: Amounts) => (hasNoAmount(amounts) ? t("shipping.amounts_none") : undefined),
  });
  const amounts: Amounts = field.value || {};
  const currencies = [...new Set([...(shop?.currencies ?? []), ...Object.keys(amounts), ...added])];
  return (
    <Stack spacing={1.5}>
      <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: "wrap" }}>
        {currencies.map((currency) => (
          <MoneyBox
            key={currency}
            label={currency}
            currency={currency}
            amount={amounts[currency] ?? null}
            disabled={disabled}
            onAmount={(amount) => field.onChange(withAmount(amounts, currency, amount))}
            sx={{ width: 170 }}
          />
        ))}
      </Stack>
      {fieldState.error?.message && (
        <FormHelperText error>
          <ValidationError error={fieldState.error.message} />
        </FormHelperText>
      )}
      {!disabled && <CurrencyPicker taken={currencies} onPick={(currency) => setAdded([...added, currency])} />}
    </Stack>
  );
}
