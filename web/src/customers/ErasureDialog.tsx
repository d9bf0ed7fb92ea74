import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { useNavigate } from "react-router-dom";
import { useAct } from "../parts/useAct";
import { type Customer, nameOf } from "./customer";

/** Forgetting somebody: there is no way back, so the word for it is typed. */
export function ErasureDialog({ customer, onEnd }: { customer: Customer; onEnd: () => void }) {
  const t = useTranslate();
  const navigate = useNavigate();
  const { isBusy, act } = useAct();
  const [typed, setTyped] = useState("");
  const word = t("customers.erase_word");
  const isTyped = typed.trim().toLocaleUpperCase() === word;

  async function erase(event: FormEvent) {
    event.preventDefault();
    if (!isTyped) return;
    const asked = { body: { customer_id: customer.id } };
    const answer = await act("POST", "/admin/erasures", asked, "customers.erasure_begun");
    if (!answer) return;
    onEnd();
    navigate(answer.waits ? `/approvals/${answer.body.id}/show` : `/erasures/${answer.body.id}/show`);
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="sm" aria-labelledby="erase-title">
      <form onSubmit={erase}>
        <DialogTitle id="erase-title">{t("customers.erase_title", { name: nameOf(customer) })}</DialogTitle>
        <DialogContent>
          <Stack spacing={2}>
            <Alert severity="error">{t("customers.erase_warning")}</Alert>
            <Typography>{t("customers.erase_text")}</Typography>
            <TextField
              label={t("customers.erase_type", { word })}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoFocus
            />
          </Stack>
        </DialogContent>
        <DialogActions>
          <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
          <Button type="submit" variant="contained" color="error" disabled={isBusy || !isTyped}>
            {t("customers.erase_do")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
