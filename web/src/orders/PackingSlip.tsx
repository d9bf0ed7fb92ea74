/** What lies in the parcel, for whoever opens it: printed, without prices. */
import { Box, Button, Stack, Table, TableBody, TableCell, TableHead, TableRow, Typography } from "@mui/material";
import { Loading, Title, useGetOne, useTranslate } from "react-admin";
import { Link, useParams } from "react-router-dom";
import { When } from "../parts/When";
import { Address } from "./OrderPage";
import type { Order } from "./order";

export function PackingSlip() {
  const { id = "" } = useParams();
  const t = useTranslate();
  const { data: order } = useGetOne<Order>("orders", { id });
  if (!order) return <Loading />;
  return (
    <Box sx={{ maxWidth: 720, mx: "auto", p: { xs: 2, print: 0 } }}>
      <Title title={t("orders.packing_slip")} />
      <Stack direction="row" spacing={1} className="no-print" sx={{ mb: 2, displayPrint: "none" }}>
        <Button variant="contained" onClick={() => window.print()}>
          {t("shop.print")}
        </Button>
        <Button component={Link} to={`/orders/${order.id}/show`}>
          {t("shop.back")}
        </Button>
      </Stack>
      <Stack direction="row" sx={{ justifyContent: "space-between", mb: 4 }}>
        <Box>
          <Typography variant="h5" component="h1">
            {t("orders.packing_slip")}
          </Typography>
          <Typography>{t("orders.title", { name: order.number ? `#${order.number}` : order.id })}</Typography>
          <Typography>
            <When at={order.placed_at} isExact />
          </Typography>
        </Box>
        <Address address={order.shipping_address} />
      </Stack>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("orders.quantity")}</TableCell>
            <TableCell>SKU</TableCell>
            <TableCell>{t("orders.item")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {order.items
            .filter((item) => item.quantity > item.canceled_quantity)
            .map((item) => (
              <TableRow key={item.id}>
                <TableCell>{item.quantity - item.canceled_quantity}</TableCell>
                <TableCell>{item.sku}</TableCell>
                <TableCell>{item.title}</TableCell>
              </TableRow>
            ))}
        </TableBody>
      </Table>
    </Box>
  );
}
