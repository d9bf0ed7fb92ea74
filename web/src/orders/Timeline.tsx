/** What happened to an order, and what staff noted on it, the newest first: what was last is what somebody looks for. */
import DeleteIcon from "@mui/icons-material/Delete";
import { Box, Button, IconButton, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { Confirm, Form, required, TextInput, usePermissions, useTranslate } from "react-admin";
import { Actor } from "../parts/Actor";
import { Panel } from "../parts/Panel";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { type Entry, NOTED, type Order } from "./order";
import { useTimeline } from "./queries";

export function Timeline({ order }: { order: Order }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const [written, setWritten] = useState(0);
  const entries = useTimeline(order.id).data ?? [];
  const mayWrite = may(permissions, "orders:write");
  return (
    <Panel title={t("orders.timeline")}>
      {mayWrite && <NewNote key={written} order={order} onWritten={() => setWritten(written + 1)} />}
      <Stack component="ol" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {entries.toReversed().map((entry) => (
          <Stack key={entry.id} component="li" direction="row" spacing={2} sx={{ py: 0.75 }}>
            <Box
              aria-hidden
              sx={{
                width: 8,
                height: 8,
                borderRadius: 4,
                bgcolor: entry.type === NOTED ? "warning.main" : "primary.main",
                mt: 0.9,
                flexShrink: 0,
              }}
            />
            <Box sx={{ flex: 1, minWidth: 0 }}>
              {entry.type === NOTED ? (
                <Typography variant="body2" sx={{ whiteSpace: "pre-line", wordBreak: "break-word" }}>
                  {String(entry.data.note)}
                </Typography>
              ) : (
                <Typography variant="body2">
                  {t(`events.${entry.type.replace(".", "_")}`, { _: entry.type })}
                </Typography>
              )}
              <Typography variant="caption" color="textSecondary">
                {entry.type === NOTED && `${t("orders.noted")} · `}
                <When at={entry.created_at} isExact />
                {entry.actor && (
                  <>
                    {" · "}
                    <Actor actor={entry.actor} />
                  </>
                )}
              </Typography>
            </Box>
            {entry.type === NOTED && mayWrite && <Removal order={order} entry={entry} />}
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}

function NewNote({ order, onWritten }: { order: Order; onWritten: () => void }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const keep = async ({ note }: { note?: string }) => {
    if (!note) return;
    const asked = { path: { order_id: order.id }, body: { note } };
    if (await act("POST", "/admin/orders/{order_id}/notes", asked, "orders.note_kept")) onWritten();
  };
  return (
    <Form onSubmit={keep} warnWhenUnsavedChanges className="no-print">
      <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ alignItems: { sm: "flex-start" }, mb: 1 }}>
        <TextInput
          source="note"
          label="orders.note_label"
          helperText="orders.note_help"
          multiline
          validate={required()}
          slotProps={{ htmlInput: { maxLength: 2000 } }}
          sx={{ flex: 1 }}
        />
        <Button type="submit" variant="outlined" disabled={isBusy} sx={{ mt: { sm: 1 } }}>
          {t("orders.keep_note")}
        </Button>
      </Stack>
    </Form>
  );
}

function Removal({ order, entry }: { order: Order; entry: Entry }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [isAsked, setAsked] = useState(false);
  const remove = async () => {
    setAsked(false);
    const path = { order_id: order.id, note_id: entry.id };
    await act("DELETE", "/admin/orders/{order_id}/notes/{note_id}", { path }, "orders.note_removed");
  };
  return (
    <>
      <IconButton size="small" aria-label={t("orders.remove_note")} disabled={isBusy} onClick={() => setAsked(true)}>
        <DeleteIcon fontSize="small" />
      </IconButton>
      <Confirm
        isOpen={isAsked}
        title="orders.remove_note_title"
        content={String(entry.data.note)}
        confirm="orders.remove_note"
        onConfirm={remove}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
