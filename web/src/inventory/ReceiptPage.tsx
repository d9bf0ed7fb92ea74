/** Goods that came in: typed, scanned or pasted, and booked at one location. */
import CloseIcon from "@mui/icons-material/Close";
import {
  Alert,
  Link as Anchor,
  Box,
  Button,
  Grid,
  IconButton,
  LinearProgress,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { type ClipboardEvent, type FormEvent, useState } from "react";
import { Title, useNotify, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ask } from "../api/client";
import { useLocations } from "../orders/queries";
import { Panel } from "../parts/Panel";
import { useTellRefusal } from "../parts/refusals";
import { cellsOf, isTable } from "../parts/tsv";
import { useUnsaved } from "../parts/useUnsaved";
import { parts } from "./levels";
import { findVariant } from "./queries";
import { isReady, type Line, pastedLines, RECEIVED_MOST, wholeNumber, withMore } from "./receipt";

export function ReceiptPage() {
  const t = useTranslate();
  const notify = useNotify();
  const tell = useTellRefusal();
  const queries = useQueryClient();
  const places = (useLocations().data ?? []).filter((place) => place.is_active);
  const [chosen, setChosen] = useState("");
  const [reference, setReference] = useState("");
  const [note, setNote] = useState("");
  const [lines, setLines] = useState<Line[]>([]);
  const [wrong, setWrong] = useState<string[]>([]);
  const [step, setStep] = useState<{ at: number; of: number } | null>(null);
  const [booked, setBooked] = useState(0);
  const place = chosen || places[0]?.id || "";
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  useUnsaved(lines.length > 0);

  async function add(more: { sku: string; quantity: number }[]) {
    setBooked(0);
    setLines((before) => more.reduce((all, { sku, quantity }) => withMore(all, sku, quantity), before));
    for (const sku of new Set(more.map((line) => line.sku))) {
      try {
        const found = await findVariant(queries, sku);
        setLines((before) => known(before, sku, found ? { id: found.id, title: found.title } : null));
      } catch (error) {
        tell(error);
        setLines((before) => known(before, sku, null));
      }
    }
  }

  function scan(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("code") as HTMLInputElement;
    const sku = field.value.trim();
    field.value = "";
    field.focus();
    if (sku) void add([{ sku, quantity: 1 }]);
  }

  function paste(event: ClipboardEvent) {
    const text = event.clipboardData.getData("text/plain");
    if (!isTable(text)) return;
    event.preventDefault();
    const found = pastedLines(cellsOf(text));
    setWrong(found.wrong);
    void add(found.lines);
  }

  /** In as many requests as it takes; what is booked leaves the list, so that the same again books the rest. */
  async function book() {
    const all = parts(lines, RECEIVED_MOST);
    let count = 0;
    try {
      for (const [i, part] of all.entries()) {
        setStep({ at: i + 1, of: all.length });
        const items = part.flatMap(({ variant, quantity }) =>
          variant ? [{ variant_id: variant.id, location_id: place, quantity }] : [],
        );
        const body = { items, reference: reference.trim() || null, note };
        await ask("POST", "/admin/inventory/receipts", { body });
        count += part.reduce((sum, line) => sum + line.quantity, 0);
        const gone = new Set(part);
        setLines((before) => before.filter((line) => !gone.has(line)));
      }
      notify("inventory.received", { type: "success", messageArgs: { smart_count: count } });
      setReference("");
      setNote("");
      setWrong([]);
    } catch (error) {
      tell(error);
    }
    setBooked(count);
    setStep(null);
    await queries.invalidateQueries();
  }

  return (
    <Box sx={{ pt: 2 }}>
      <Title title={t("rooms.receive")} />
      <Typography variant="h5" component="h1" sx={{ mb: 2 }}>
        {t("rooms.receive")}
      </Typography>
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 4 }}>
          <Panel title={t("inventory.delivery")}>
            <Stack spacing={2} sx={{ pt: 1 }}>
              <TextField
                select
                label={t("inventory.location")}
                value={place}
                disabled={!!step}
                onChange={(event) => setChosen(event.target.value)}
              >
                {places.map((each) => (
                  <MenuItem key={each.id} value={each.id}>
                    {each.name}
                  </MenuItem>
                ))}
              </TextField>
              <TextField
                label={t("inventory.reference")}
                helperText={t("inventory.reference_help")}
                value={reference}
                onChange={(event) => setReference(event.target.value)}
                slotProps={{ htmlInput: { maxLength: 255, autoComplete: "off" } }}
              />
              <TextField
                label={t("inventory.note")}
                value={note}
                multiline
                minRows={2}
                onChange={(event) => setNote(event.target.value)}
                slotProps={{ htmlInput: { maxLength: 5000 } }}
              />
            </Stack>
          </Panel>
        </Grid>
        <Grid size={{ xs: 12, md: 8 }}>
          <Panel title={t("inventory.goods")}>
            <form onSubmit={scan}>
              <TextField
                name="code"
                label={t("inventory.scan")}
                helperText={t("inventory.scan_help")}
                onPaste={paste}
                disabled={!!step}
                autoFocus
                fullWidth
                sx={{ mt: 1, mb: 2 }}
                slotProps={{ htmlInput: { autoComplete: "off" } }}
              />
            </form>
            {wrong.length > 0 && (
              <Alert severity="warning" onClose={() => setWrong([])} sx={{ mb: 2 }}>
                {t("inventory.paste_wrong")} {wrong.join(" · ")}
              </Alert>
            )}
            {booked > 0 && !lines.length && (
              <Alert severity="success" sx={{ mb: 2 }}>
                {t("inventory.received", { smart_count: booked })}{" "}
                <Anchor component={Link} to="/movements">
                  {t("rooms.movements")}
                </Anchor>
              </Alert>
            )}
            {!lines.length && !booked && <Typography color="textSecondary">{t("inventory.nothing_in")}</Typography>}
            {lines.length > 0 && <Lines lines={lines} isBusy={!!step} onLines={setLines} />}
            {step && (
              <Box sx={{ mt: 2 }} role="status">
                <LinearProgress
                  aria-label={t("inventory.request", step)}
                  variant="determinate"
                  value={(100 * (step.at - 1)) / step.of}
                  sx={{ mb: 0.5 }}
                />
                <Typography variant="body2">{t("inventory.request", step)}</Typography>
              </Box>
            )}
            {lines.length > 0 && (
              <Stack direction="row" spacing={1} sx={{ mt: 2, justifyContent: "flex-end" }}>
                <Button onClick={() => setLines([])} disabled={!!step}>
                  {t("inventory.discard")}
                </Button>
                <Button variant="contained" onClick={book} disabled={!!step || !place || !isReady(lines)}>
                  {t("inventory.receive", { smart_count: units })}
                </Button>
              </Stack>
            )}
          </Panel>
        </Grid>
      </Grid>
    </Box>
  );
}

function known(lines: readonly Line[], sku: string, variant: NonNullable<Line["variant"]> | null): Line[] {
  return lines.map((line) => (line.sku.toLowerCase() === sku.trim().toLowerCase() ? { ...line, variant } : line));
}

function Lines({ lines, isBusy, onLines }: { lines: Line[]; isBusy: boolean; onLines: (lines: Line[]) => void }) {
  const t = useTranslate();
  return (
    <Box sx={{ overflowX: "auto" }}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("inventory.sku")}</TableCell>
            <TableCell>{t("inventory.item")}</TableCell>
            <TableCell align="right">{t("inventory.quantity")}</TableCell>
            <TableCell />
          </TableRow>
        </TableHead>
        <TableBody>
          {lines.map((line, i) => (
            <TableRow key={line.sku}>
              <TableCell component="th" scope="row">
                {line.sku}
              </TableCell>
              <TableCell sx={{ color: line.variant === null ? "error.main" : undefined }}>
                {line.variant === undefined ? "…" : (line.variant?.title ?? t("inventory.sku_unknown"))}
              </TableCell>
              <TableCell align="right">
                <TextField
                  value={line.quantity || ""}
                  disabled={isBusy}
                  error={!line.quantity}
                  onChange={(event) =>
                    onLines(
                      lines.map((each, at) =>
                        at === i ? { ...each, quantity: wholeNumber(event.target.value) ?? 0 } : each,
                      ),
                    )
                  }
                  sx={{ width: 100 }}
                  slotProps={{
                    htmlInput: {
                      inputMode: "numeric",
                      "aria-label": `${t("inventory.quantity")} ${line.sku}`,
                      style: { textAlign: "right" },
                    },
                  }}
                />
              </TableCell>
              <TableCell padding="none">
                <IconButton
                  aria-label={`${t("ra.action.remove")} ${line.sku}`}
                  disabled={isBusy}
                  onClick={() => onLines(lines.filter((_, at) => at !== i))}
                >
                  <CloseIcon fontSize="small" />
                </IconButton>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
