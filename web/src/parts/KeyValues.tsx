/** Keys and values of the shop's own, a row each. */
import AddIcon from "@mui/icons-material/Add";
import CloseIcon from "@mui/icons-material/Close";
import { Button, FormHelperText, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useInput, useTranslate, ValidationError } from "react-admin";

type Pairs = [string, string][];
const KEY = /^[A-Za-z0-9_.-]{1,40}$/;
const VALUE_MOST = 500;

/** What is wrong with a key among these; null: nothing. */
export function wrongKey(key: string, pairs: Pairs): "key_wrong" | "key_twice" | null {
  if (!KEY.test(key)) return "key_wrong";
  return pairs.filter(([other]) => other === key).length > 1 ? "key_twice" : null;
}

interface Given {
  source: string;
  title: string;
  help: string;
  disabled?: boolean;
}

export function KeyValues({ source, title, help, disabled = false }: Given) {
  const t = useTranslate();
  const [pairs, setPairs] = useState<Pairs>([]);
  const [made, setMade] = useState<unknown>(null);
  const validate = () =>
    made !== null && pairs.some(([key]) => wrongKey(key, pairs)) ? t("shop.key_wrong") : undefined;
  const { field, fieldState } = useInput<Record<string, string>>({ source, validate });
  const shown: Pairs = made !== null && field.value === made ? pairs : Object.entries(field.value ?? {});

  function change(next: Pairs) {
    const value = Object.fromEntries(next);
    setPairs(next);
    setMade(value);
    field.onChange(value);
  }

  const set = (at: number, pair: [string, string]) => change(shown.map((each, i) => (i === at ? pair : each)));
  return (
    <Stack spacing={1} component="section" aria-label={title}>
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {help}
      </Typography>
      {shown.map(([key, value], i) => {
        const wrong = wrongKey(key, shown);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its key is being typed
          <Stack key={i} direction="row" spacing={1} sx={{ alignItems: "flex-start" }}>
            <TextField
              label={t("shop.key")}
              disabled={disabled}
              value={key}
              onChange={(event) => set(i, [event.target.value, value])}
              error={!!wrong && key !== ""}
              helperText={wrong && key !== "" ? t(`shop.${wrong}`) : undefined}
              sx={{ flex: 2 }}
              slotProps={{ htmlInput: { maxLength: 40, autoComplete: "off" } }}
            />
            <TextField
              label={t("shop.value")}
              disabled={disabled}
              value={value}
              onChange={(event) => set(i, [key, event.target.value])}
              sx={{ flex: 3 }}
              slotProps={{ htmlInput: { maxLength: VALUE_MOST } }}
            />
            <IconButton
              disabled={disabled}
              aria-label={`${t("ra.action.remove")} ${key}`}
              onClick={() => change(shown.filter((_, at) => at !== i))}
            >
              <CloseIcon fontSize="small" />
            </IconButton>
          </Stack>
        );
      })}
      {fieldState.error?.message && (
        <FormHelperText error>
          <ValidationError error={fieldState.error.message} />
        </FormHelperText>
      )}
      <Button
        startIcon={<AddIcon />}
        onClick={() => change([...shown, ["", ""]])}
        disabled={disabled || shown.some(([key]) => key === "")}
        sx={{ alignSelf: "flex-start" }}
      >
        {t("ra.action.add")}
      </Button>
    </Stack>
  );
}
