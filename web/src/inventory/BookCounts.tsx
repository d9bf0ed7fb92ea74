/** Counts that are typed and not booked yet: why they are others, and all of them at once. */
import { Button, LinearProgress, MenuItem, Paper, Stack, TextField, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { ask } from "../api/client";
import { useTellRefusal } from "../parts/refusals";
import {
  ADJUSTED_MOST,
  adjustments,
  type Counts,
  type GridRow,
  keyOf,
  parts,
  REASONS,
  type Reason,
  type Shortfall,
} from "./levels";

interface Given {
  rows: readonly GridRow[];
  counts: Counts;
  isWrong: boolean;
  onCounts: (counts: Counts) => void;
  onShortfalls: (shortfalls: Shortfall[]) => void;
}

export function BookCounts({ rows, counts, isWrong, onCounts, onShortfalls }: Given) {
  const t = useTranslate();
  const notify = useNotify();
  const tell = useTellRefusal();
  const queries = useQueryClient();
  const [reason, setReason] = useState<Reason>("count");
  const [note, setNote] = useState("");
  const [done, setDone] = useState<number | null>(null);
  const items = adjustments(rows, counts);
  const units = items.reduce((sum, item) => sum + item.delta, 0);
  const help = ["damaged", "disposed"].includes(reason) ? t(`inventory.${reason}_help`) : undefined;

  /** What is booked is no longer typed; what is refused stays, and is told. */
  async function book() {
    setDone(0);
    let left = counts;
    try {
      for (const part of parts(items, ADJUSTED_MOST)) {
        const body = {
          items: part.map(({ variant_id, location_id, delta }) => ({ variant_id, location_id, delta, reason, note })),
        };
        const answer = await ask("POST", "/admin/inventory/adjustments", { body });
        onShortfalls(answer.body.shortfalls);
        const booked = new Set(part.map(keyOf));
        left = Object.fromEntries(Object.entries(left).filter(([key]) => !booked.has(key)));
        setDone((before) => (before ?? 0) + part.length);
      }
      notify("inventory.booked", { type: "success", messageArgs: { smart_count: items.length } });
    } catch (error) {
      tell(error);
    }
    await queries.invalidateQueries();
    onCounts(left);
    setDone(null);
  }

  return (
    <Paper
      component="section"
      aria-label={t("inventory.to_book")}
      sx={{ position: "sticky", bottom: 0, zIndex: 3, mt: 2, p: 2, border: 1, borderColor: "primary.main" }}
    >
      {done !== null && (
        <LinearProgress
          aria-label={t("inventory.book")}
          variant="determinate"
          value={(100 * done) / items.length}
          sx={{ mb: 1.5 }}
        />
      )}
      <Stack direction={{ xs: "column", md: "row" }} spacing={1.5} sx={{ alignItems: { md: "flex-start" } }}>
        <Typography sx={{ pt: { md: 1 }, minWidth: 170 }} aria-live="polite">
          {t("inventory.counts_typed", { smart_count: items.length })}
          <Typography component="span" color="textSecondary">
            {` (${units > 0 ? "+" : ""}${units})`}
          </Typography>
        </Typography>
        <TextField
          select
          label={t("inventory.reason")}
          value={reason}
          onChange={(event) => setReason(event.target.value as Reason)}
          helperText={help}
          sx={{ width: { md: 240 } }}
        >
          {REASONS.map((each) => (
            <MenuItem key={each} value={each}>
              {t(`status.adjustment.${each}`)}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label={t("inventory.note")}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          sx={{ flex: 1 }}
          slotProps={{ htmlInput: { maxLength: 5000 } }}
        />
        <Stack direction="row" spacing={1}>
          <Button onClick={() => onCounts({})} disabled={done !== null}>
            {t("inventory.discard")}
          </Button>
          <Button variant="contained" onClick={book} disabled={done !== null || isWrong || !items.length}>
            {t("inventory.book")}
          </Button>
        </Stack>
      </Stack>
      {isWrong && (
        <Typography role="alert" color="error" variant="body2" sx={{ mt: 1 }}>
          {t("inventory.counts_wrong")}
        </Typography>
      )}
    </Paper>
  );
}
