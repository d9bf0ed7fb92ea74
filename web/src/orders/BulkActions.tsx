/** What may be done to all orders that are chosen in the list: a job, which tells of each what became of it. */
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
  Typography,
} from "@mui/material";
import { type ReactNode, useState } from "react";
import { BulkActionsToolbar, useListContext, usePermissions, useTranslate } from "react-admin";
import { useNavigate } from "react-router-dom";
import { useAct } from "../parts/useAct";
import { may } from "../shell/rooms";
import { CancelFields, useCanceling } from "./CancelFields";
import type { Order } from "./order";
import { PlaceSelect, usePlace } from "./PlaceSelect";

const MOST = 500; // orders of a job, as the API has it

export function mayDoMany(permissions: readonly string[] | undefined): boolean {
  return may(permissions, "fulfillment:write") || may(permissions, "orders:write");
}

/** Over the list once something is chosen. Folded away, as it comes, it could still be reached by keyboard. */
export function BulkActions() {
  const { selectedIds } = useListContext<Order>();
  if (!selectedIds.length) return null;
  return (
    <BulkActionsToolbar selectAllButton={false}>
      <Actions />
    </BulkActionsToolbar>
  );
}

function Actions() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { selectedIds, onUnselectItems } = useListContext<Order>();
  const [doing, setDoing] = useState<"ship" | "cancel" | null>(null);
  const navigate = useNavigate();
  const ids = selectedIds.map(String);

  function begun(job: { id: string }) {
    setDoing(null);
    onUnselectItems();
    if (may(permissions, "jobs:read")) navigate(`/jobs/${job.id}/show`);
  }

  const given = { ids, onBegun: begun, onEnd: () => setDoing(null) };
  return (
    <>
      {may(permissions, "fulfillment:write") && (
        <Button size="small" onClick={() => setDoing("ship")}>
          {t("orders.ship")}
        </Button>
      )}
      {may(permissions, "orders:write") && (
        <Button size="small" color="error" onClick={() => setDoing("cancel")}>
          {t("orders.cancel_many")}
        </Button>
      )}
      {doing === "ship" && <ShipMany {...given} />}
      {doing === "cancel" && <CancelMany {...given} />}
    </>
  );
}

interface Given {
  ids: readonly string[];
  onBegun: (job: { id: string }) => void;
  onEnd: () => void;
}

function ShipMany({ ids, onBegun, onEnd }: Given) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const from = usePlace();
  const [notify, setNotify] = useState(true);

  async function ship() {
    const orders = ids.map((order_id) => ({ order_id }));
    const body = { location_id: from.place, orders, notify_customer: notify };
    const job = await act("POST", "/admin/orders/ship", { body }, "jobs.begun");
    if (job) onBegun(job.body);
  }

  return (
    <Frame
      title={t("orders.ship_many_title", { smart_count: ids.length })}
      text={t("orders.ship_many_text")}
      count={ids.length}
      onEnd={onEnd}
      does={
        <Button variant="contained" onClick={ship} disabled={isBusy || !from.place || ids.length > MOST}>
          {t("orders.ship_many", { smart_count: ids.length })}
        </Button>
      }
    >
      <PlaceSelect of={from} />
      <FormControlLabel
        control={<Checkbox checked={notify} onChange={(event) => setNotify(event.target.checked)} />}
        label={t("orders.notify_each")}
      />
    </Frame>
  );
}

function CancelMany({ ids, onBegun, onEnd }: Given) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const canceling = useCanceling();

  async function cancel() {
    const orders = ids.map((order_id) => ({ order_id }));
    const job = await act("POST", "/admin/orders/cancel", { body: { ...canceling.how, orders } }, "jobs.begun");
    if (job) onBegun(job.body);
  }

  return (
    <Frame
      title={t("orders.cancel_many_title", { smart_count: ids.length })}
      text={t("orders.cancel_many_text")}
      count={ids.length}
      onEnd={onEnd}
      does={
        <Button variant="contained" color="error" onClick={cancel} disabled={isBusy || ids.length > MOST}>
          {t("orders.cancel_many_do", { smart_count: ids.length })}
        </Button>
      }
    >
      <CancelFields of={canceling} isPaid />
    </Frame>
  );
}

interface FrameGiven {
  title: string;
  text: string;
  count: number;
  onEnd: () => void;
  does: ReactNode;
  children: ReactNode;
}

function Frame({ title, text, count, onEnd, does, children }: FrameGiven) {
  const t = useTranslate();
  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="xs" aria-labelledby="many-title">
      <DialogTitle id="many-title">{title}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <Typography color="textSecondary">{text}</Typography>
          {count > MOST && <Alert severity="error">{t("orders.too_many", { count: MOST })}</Alert>}
          {children}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.back")}</Button>
        {does}
      </DialogActions>
    </Dialog>
  );
}
