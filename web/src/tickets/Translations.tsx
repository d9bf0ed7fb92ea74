/** The same words in other languages, a language each. */
import CloseIcon from "@mui/icons-material/Close";
import { Button, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useInput, useTranslate } from "react-admin";

interface Row {
  id: number;
  locale: string;
  words: string;
}

export function Translations({ source }: { source: string }) {
  const t = useTranslate();
  const { field, fieldState } = useInput<Record<string, string>>({ source, defaultValue: {} });
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries((field.value ?? {}) as Record<string, string>).map(([locale, words], id) => ({ id, locale, words })),
  );
  const put = (next: Row[]) => {
    setRows(next);
    field.onChange(Object.fromEntries(next.filter((row) => row.locale).map((row) => [row.locale, row.words])));
  };
  const change = (row: Row) => put(rows.map((each) => (each.id === row.id ? row : each)));
  return (
    <Stack spacing={1.5} sx={{ width: "100%", mb: 2 }}>
      {rows.map((row) => (
        <Stack key={row.id} direction="row" spacing={1.5} sx={{ alignItems: "flex-start" }}>
          <TextField
            label={t("ticket_macros.language")}
            value={row.locale}
            onChange={(event) => change({ ...row, locale: event.target.value.trim() })}
            sx={{ width: 110 }}
            placeholder="de"
          />
          <TextField
            label={t("ticket_macros.words")}
            value={row.words}
            onChange={(event) => change({ ...row, words: event.target.value })}
            multiline
            minRows={3}
            fullWidth
          />
          <IconButton aria-label={t("ra.action.remove")} onClick={() => put(rows.filter((each) => each.id !== row.id))}>
            <CloseIcon />
          </IconButton>
        </Stack>
      ))}
      {fieldState.error && (
        <Typography color="error" variant="caption">
          {t("ticket_macros.translations_wrong")}
        </Typography>
      )}
      <Button
        sx={{ alignSelf: "flex-start" }}
        onClick={() => setRows([...rows, { id: Date.now(), locale: "", words: "" }])}
      >
        {t("ticket_macros.add_language")}
      </Button>
    </Stack>
  );
}
