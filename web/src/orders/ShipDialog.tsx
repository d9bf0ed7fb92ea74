/** Sending a parcel: from where, which units, told by hand or by a scanner, and how to follow it. */
import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  MenuItem,
  Stack,
  TextField,
} from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import { type Order, scanned, toShip } from "./order";
import { PlaceSelect, usePlace } from "./PlaceSelect";
import { Units } from "./Units";

const CARRIERS = ["ups", "dhl", "fedex", "usps", "dpd", "gls"];

export function ShipDialog({ order, onEnd }: { order: Order; onEnd: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const from = usePlace();
  const open = order.items.filter((item) => toShip(item) > 0);
  const [counted, setCounted] = useState<Record<string, number>>(() =>
    Object.fromEntries(open.map((item) => [item.id, toShip(item)])),
  );
  const [scans, setScans] = useState(0);
  const [unknown, setUnknown] = useState<string | null>(null);
  const [company, setCompany] = useState("");
  const [number, setNumber] = useState("");
  const [notify, setNotify] = useState(true);
  const items = open
    .map((item) => ({ line_item_id: item.id, quantity: counted[item.id] ?? 0 }))
    .filter((line) => line.quantity > 0);

  /** The first scan begins at nothing: what is counted then is what is in the parcel. */
  function scan(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("code") as HTMLInputElement;
    const before = scans ? counted : {};
    const item = scanned(open, field.value, before);
    const next = item && (before[item.id] ?? 0) + 1;
    if (!item || !next || next > toShip(item)) {
      setUnknown(field.value);
    } else {
      setUnknown(null);
      setScans(scans + 1);
      setCounted({ ...Object.fromEntries(open.map((each) => [each.id, 0])), ...before, [item.id]: next });
    }
    field.value = "";
    field.focus();
  }

  async function ship() {
    const tracking = number.trim() ? { company: company || "other", number: number.trim() } : null;
    const body = { location_id: from.place, items, tracking, notify_customer: notify };
    const answer = await act(
      "POST",
      "/admin/orders/{order_id}/fulfillments",
      { path: { order_id: order.id }, body, version: order.version },
      "orders.shipped",
    );
    if (answer) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="sm" aria-labelledby="ship-title">
      <DialogTitle id="ship-title">{t("orders.ship_title")}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <PlaceSelect of={from} />
          <form onSubmit={scan}>
            <TextField
              name="code"
              label={t("orders.scan")}
              helperText={t("orders.scan_help")}
              autoFocus
              fullWidth
              autoComplete="off"
            />
          </form>
          {unknown !== null && <Alert severity="error">{t("orders.scan_unknown", { code: unknown })}</Alert>}
          {open.map((item) => (
            <Units
              key={item.id}
              item={item}
              most={toShip(item)}
              count={counted[item.id] ?? 0}
              onCount={(count) => setCounted({ ...counted, [item.id]: count })}
            />
          ))}
          <Stack direction={{ xs: "column", sm: "row" }} spacing={2}>
            <TextField
              select
              label={t("orders.carrier")}
              value={company}
              onChange={(event) => setCompany(event.target.value)}
              sx={{ width: { sm: 160 } }}
            >
              {CARRIERS.map((each) => (
                <MenuItem key={each} value={each}>
                  {each.toUpperCase()}
                </MenuItem>
              ))}
              <MenuItem value="other">{t("orders.other_carrier")}</MenuItem>
            </TextField>
            <TextField
              label={t("orders.tracking_number")}
              value={number}
              onChange={(event) => setNumber(event.target.value)}
              fullWidth
              autoComplete="off"
            />
          </Stack>
          <FormControlLabel
            control={<Checkbox checked={notify} onChange={(event) => setNotify(event.target.checked)} />}
            label={t("orders.notify")}
          />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
        <Button variant="contained" onClick={ship} disabled={isBusy || !from.place || !items.length}>
          {t("orders.ship_units", { smart_count: items.reduce((sum, line) => sum + line.quantity, 0) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
