/** What left, where it is by now, and what staff may say of it. */
import LocalShippingIcon from "@mui/icons-material/LocalShipping";
import { Link as Anchor, Button, Stack, Typography } from "@mui/material";
import { usePermissions, useTranslate } from "react-admin";
import { safeLink } from "../parts/links";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Fulfillment, Order } from "./order";
import { useLocations, useParcels } from "./queries";

export function Parcels({ order }: { order: Order }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const parcels = useParcels(order.id, may(permissions, "fulfillment:read")).data ?? [];
  if (!parcels.length) return null;
  return (
    <Panel title={t("orders.parcels")}>
      <Stack spacing={2}>
        {parcels.map((parcel) => (
          <Parcel key={parcel.id} parcel={parcel} order={order} mayChange={may(permissions, "fulfillment:write")} />
        ))}
      </Stack>
    </Panel>
  );
}

function Parcel({ parcel, order, mayChange }: { parcel: Fulfillment; order: Order; mayChange: boolean }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const place = useLocations().data?.find((each) => each.id === parcel.location_id);
  const units = parcel.items.map((line) => {
    const item = order.items.find((each) => each.id === line.line_item_id);
    return `${line.quantity} × ${item?.sku ?? line.line_item_id}`;
  });
  const link = parcel.tracking && safeLink(parcel.tracking.url);
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: "flex-start" }}>
      <LocalShippingIcon color="action" />
      <Stack sx={{ flex: 1, minWidth: 0 }}>
        <Typography variant="body2">{units.join(", ")}</Typography>
        <Typography variant="caption" color="textSecondary" sx={{ wordBreak: "break-word" }}>
          {place?.name} · <When at={parcel.shipped_at} />
          {parcel.tracking && (
            <>
              {" · "}
              {parcel.tracking.company}{" "}
              {link ? (
                <Anchor href={link} target="_blank" rel="noopener noreferrer">
                  {parcel.tracking.number}
                </Anchor>
              ) : (
                parcel.tracking.number
              )}
            </>
          )}
        </Typography>
      </Stack>
      <Status of="parcel" value={parcel.status} />
      {mayChange && parcel.status === "shipped" && (
        <Button
          size="small"
          disabled={isBusy}
          onClick={() =>
            act(
              "POST",
              "/admin/fulfillments/{fulfillment_id}/deliver",
              { path: { fulfillment_id: parcel.id }, version: parcel.version },
              "orders.delivered",
            )
          }
        >
          {t("orders.mark_delivered")}
        </Button>
      )}
    </Stack>
  );
}
