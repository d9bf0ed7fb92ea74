import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from "@mui/material";
import { useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import { CancelFields, useCanceling } from "./CancelFields";
import type { Order } from "./order";

/** An order that shall not be sent: its goods go back on the shelf, its money to who paid. */
export function CancelDialog({ order, onEnd }: { order: Order; onEnd: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const canceling = useCanceling();
  const isPaid = order.captured_total > order.refunded_total;

  async function cancel() {
    const body = { ...canceling.how, refund: isPaid ? canceling.how.refund : canceling.mayRefund };
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
        <CancelFields of={canceling} isPaid={isPaid} />
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
