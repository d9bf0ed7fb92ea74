import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Stack,
} from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import { may } from "../shell/rooms";
import type { Order } from "./order";
import { ReasonSelect } from "./ReasonSelect";

const REASONS = ["customer", "fraud", "inventory", "other"] as const;

/** An order that shall not be sent: its goods go back on the shelf, its money to who paid. */
export function CancelDialog({ order, onEnd }: { order: Order; onEnd: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const { permissions } = usePermissions<string[]>();
  const mayRefund = may(permissions, "payments:write");
  const isPaid = order.captured_total > order.refunded_total;
  const [reason, setReason] = useState<(typeof REASONS)[number]>("customer");
  const [restock, setRestock] = useState(true);
  const [refund, setRefund] = useState(mayRefund);

  async function cancel() {
    const body = { reason, restock, refund: isPaid ? refund : mayRefund };
    const answer = await act(
      "POST",
      "/admin/orders/{order_id}/cancel",
      { path: { order_id: order.id }, body, version: order.version },
      "orders.canceled",
    );
    if (answer) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="xs" aria-labelledby="cancel-title">
      <DialogTitle id="cancel-title">{t("orders.cancel_title")}</DialogTitle>
      <DialogContent>
        <Stack spacing={1} sx={{ pt: 1 }}>
          <ReasonSelect reasons={REASONS} of="cancel_reason" value={reason} onChoose={setReason} />
          <FormControlLabel
            control={<Checkbox checked={restock} onChange={(event) => setRestock(event.target.checked)} />}
            label={t("orders.restock")}
          />
          {isPaid && (
            <FormControlLabel
              control={
                <Checkbox
                  checked={refund}
                  disabled={!mayRefund}
                  onChange={(event) => setRefund(event.target.checked)}
                />
              }
              label={t("orders.cancel_refund")}
            />
          )}
          {isPaid && !mayRefund && <Alert severity="info">{t("orders.may_not_refund")}</Alert>}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("orders.keep_order")}</Button>
        <Button variant="contained" color="error" onClick={cancel} disabled={isBusy}>
          {t("orders.cancel")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
