/** What may be done to an order, by whoever may; what may not be done is not offered. */
import PrintIcon from "@mui/icons-material/Print";
import { Button, Stack } from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { may } from "../shell/rooms";
import { CancelDialog } from "./CancelDialog";
import { leftToRefund, type Order, toShip } from "./order";
import { RefundDialog } from "./RefundDialog";
import { ShipDialog } from "./ShipDialog";

type Doing = "ship" | "refund" | "cancel";

export function OrderActions({ order }: { order: Order }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const [doing, setDoing] = useState<Doing | null>(null);
  const end = () => setDoing(null);
  const hasToShip = order.status === "placed" && !order.holds.length && order.items.some((item) => toShip(item) > 0);
  const isOpen = order.status === "pending" || (order.status === "placed" && hasToShip);
  return (
    <Stack direction="row" spacing={1} useFlexGap className="no-print" sx={{ flexWrap: "wrap" }}>
      {hasToShip && may(permissions, "fulfillment:write") && (
        <Button variant="contained" onClick={() => setDoing("ship")}>
          {t("orders.ship")}
        </Button>
      )}
      {leftToRefund(order) > 0 && may(permissions, "payments:write") && (
        <Button variant="outlined" onClick={() => setDoing("refund")}>
          {t("orders.refund")}
        </Button>
      )}
      {isOpen && may(permissions, "orders:write") && (
        <Button variant="outlined" color="error" onClick={() => setDoing("cancel")}>
          {t("orders.cancel")}
        </Button>
      )}
      {order.status === "placed" && (
        <Button component={Link} to={`/packing_slip/${order.id}`} startIcon={<PrintIcon />}>
          {t("orders.packing_slip")}
        </Button>
      )}
      {doing === "ship" && <ShipDialog order={order} onEnd={end} />}
      {doing === "refund" && <RefundDialog order={order} onEnd={end} />}
      {doing === "cancel" && <CancelDialog order={order} onEnd={end} />}
    </Stack>
  );
}
