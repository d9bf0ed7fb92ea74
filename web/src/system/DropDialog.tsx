/** Dead letters that nobody needs any more: why, since what they ask for is never done. */
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  Stack,
  TextField,
} from "@mui/material";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import { DROP_REASONS, type DropReason } from "./system";

interface Given {
  queue: string;
  ids: readonly string[];
  onEnd: () => void;
}

export function DropDialog({ queue, ids, onEnd }: Given) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [reason, setReason] = useState<DropReason | "">("");
  const [note, setNote] = useState("");

  async function drop() {
    if (reason === "") return;
    const body = { queue, ids: [...ids], reason, ...(note.trim() ? { note } : {}) };
    const answer = await act("POST", "/admin/system/dead_letters/drop", { body }, "system.dropped");
    if (answer) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="xs" aria-labelledby="drop-title">
      <DialogTitle id="drop-title">{t("system.drop_title", { smart_count: ids.length })}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <Alert severity="warning">{t("system.drop_help")}</Alert>
          <TextField
            select
            required
            label={t("system.reason")}
            value={reason}
            onChange={(event) => setReason(event.target.value as DropReason)}
          >
            {DROP_REASONS.map((each) => (
              <MenuItem key={each} value={each}>
                {t(`system.reasons.${each}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label={t("system.note")}
            multiline
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            slotProps={{ htmlInput: { maxLength: 5000 } }}
          />
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
        <Button variant="contained" color="error" onClick={() => void drop()} disabled={isBusy || reason === ""}>
          {t("system.drop")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
