import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import { CustomerPicker } from "./CustomerPicker";
import { type Customer, nameOf } from "./customer";

/** Two accounts that are one person's: the other one goes into this, for good. */
export function MergeDialog({ customer, onEnd }: { customer: Customer; onEnd: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [other, setOther] = useState<Customer | null>(null);

  async function merge() {
    if (!other) return;
    const asked = { path: { customer_id: customer.id }, body: { from: other.id }, version: customer.version };
    if (await act("POST", "/admin/customers/{customer_id}/merge", asked, "customers.merged")) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="sm" aria-labelledby="merge-title">
      <DialogTitle id="merge-title">{t("customers.merge_title", { name: nameOf(customer) })}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <Typography>{t("customers.merge_text")}</Typography>
          <CustomerPicker label={t("customers.merge_other")} value={other} onValue={setOther} without={[customer.id]} />
          {other && (
            <Alert severity="warning">
              {t("customers.merge_warning", {
                other: `${nameOf(other)} (${other.email ?? other.id})`,
                name: `${nameOf(customer)} (${customer.email ?? customer.id})`,
              })}
            </Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
        <Button variant="contained" color="error" onClick={merge} disabled={isBusy || !other}>
          {t("customers.merge_do")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
