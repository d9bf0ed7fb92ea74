/** A price for each step of weight, the lightest first; the last step is for any weight. */
import AddIcon from "@mui/icons-material/Add";
import CloseIcon from "@mui/icons-material/Close";
import {
  Box,
  Button,
  FormHelperText,
  IconButton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
} from "@mui/material";
import { useState } from "react";
import { useInput, useTranslate, ValidationError } from "react-admin";
import { CurrencyPicker } from "../parts/CurrencyPicker";
import { MoneyBox } from "../parts/MoneyBox";
import { useShop } from "../parts/shop";
import { parsedWeight } from "../parts/weight";
import { currenciesIn, TIERS_MOST, type Tier, withAmount, withTier, wrongTiers } from "./option";

const GRAMS_MOST = 100_000_000;

export function TiersInput({ disabled = false }: { disabled?: boolean }) {
  const t = useTranslate();
  const shop = useShop();
  const [added, setAdded] = useState<string[]>([]);
  const { field, fieldState } = useInput<Tier[]>({
    source: "tiers",
    validate: (tiers: Tier[]) => {
      const wrong = wrongTiers(tiers);
      return wrong ? t(`shipping.${wrong}`) : undefined;
    },
  });
  const tiers: Tier[] = field.value || [];
  const currencies = [...new Set([...(shop?.currencies ?? []), ...currenciesIn({ tiers }), ...added])];
  const put = (at: number, tier: Tier) => field.onChange(tiers.map((each, i) => (i === at ? tier : each)));
  return (
    <Stack spacing={1.5}>
      <Box sx={{ overflowX: "auto" }}>
        <Table size="small" sx={{ "& td, & th": { px: 1 } }}>
          <TableHead>
            <TableRow>
              <TableCell>{t("shipping.up_to")}</TableCell>
              {currencies.map((currency) => (
                <TableCell key={currency}>{currency}</TableCell>
              ))}
              <TableCell />
            </TableRow>
          </TableHead>
          <TableBody>
            {tiers.map((tier, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place; its bound is being typed
              <TableRow key={i}>
                <TableCell component="th" scope="row" sx={{ minWidth: 130 }}>
                  {tier.up_to_g === null ? (
                    t("shipping.any_weight")
                  ) : (
                    <Grams
                      label={t("shipping.step", { number: i + 1 })}
                      grams={tier.up_to_g}
                      disabled={disabled}
                      onGrams={(up_to_g) => put(i, { ...tier, up_to_g })}
                    />
                  )}
                </TableCell>
                {currencies.map((currency) => (
                  <TableCell key={currency}>
                    <MoneyBox
                      currency={currency}
                      amount={tier.amounts[currency] ?? null}
                      disabled={disabled}
                      onAmount={(amount) => put(i, { ...tier, amounts: withAmount(tier.amounts, currency, amount) })}
                      slotProps={{
                        htmlInput: { "aria-label": `${t("shipping.step", { number: i + 1 })}, ${currency}` },
                      }}
                      sx={{ minWidth: 120 }}
                    />
                  </TableCell>
                ))}
                <TableCell>
                  {!disabled && tier.up_to_g !== null && (
                    <IconButton
                      aria-label={t("shipping.drop_step", { number: i + 1 })}
                      onClick={() => field.onChange(tiers.filter((_, at) => at !== i))}
                    >
                      <CloseIcon fontSize="small" />
                    </IconButton>
                  )}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
      {fieldState.error?.message && (
        <FormHelperText error>
          <ValidationError error={fieldState.error.message} />
        </FormHelperText>
      )}
      {!disabled && (
        <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center" }}>
          <Button
            startIcon={<AddIcon />}
            onClick={() => field.onChange(withTier(tiers))}
            disabled={tiers.length >= TIERS_MOST}
          >
            {t("shipping.add_step")}
          </Button>
          <CurrencyPicker taken={currencies} onPick={(currency) => setAdded([...added, currency])} />
        </Stack>
      )}
    </Stack>
  );
}

interface GramsGiven {
  label: string;
  grams: number;
  disabled: boolean;
  onGrams: (grams: number) => void;
}

/** NaN: what is typed is no weight. */
function Grams({ label, grams, disabled, onGrams }: GramsGiven) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = Number.isNaN(grams) || grams <= 0;
  return (
    <TextField
      value={typed ?? String(grams)}
      disabled={disabled}
      error={isWrong}
      onChange={(event) => {
        setTyped(event.target.value);
        onGrams(parsedWeight(event.target.value, GRAMS_MOST) ?? Number.NaN);
      }}
      onBlur={() => !isWrong && setTyped(null)}
      slotProps={{
        htmlInput: { "aria-label": label, inputMode: "decimal" },
        input: { endAdornment: "g" },
      }}
    />
  );
}
