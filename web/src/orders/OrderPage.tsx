/** One order: what was bought, where its money and its parcels are, what happened and who did it. */
import {
  Link as Anchor,
  Box,
  Divider,
  Grid,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { Loading, ShowBase, Title, usePermissions, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { Money } from "../parts/Money";
import { WIDE } from "../parts/narrow";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { Letters } from "./Letters";
import { OrderActions } from "./OrderActions";
import { leftToRefund, type Order, toShip } from "./order";
import { Parcels } from "./Parcels";
import { usePayments, useRefunds } from "./queries";
import { Timeline } from "./Timeline";

export { Panel }; // from where the first rooms have it

export function OrderPage() {
  return (
    <ShowBase queryOptions={{ refetchInterval: 15_000 }}>
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const order = useRecordContext<Order>();
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  if (!order) return <Loading />;
  const name = order.number ? `#${order.number}` : order.id;
  return (
    <Box sx={{ pt: 2 }}>
      <Title title={t("orders.title", { name })} />
      <Stack direction="row" spacing={1} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap", mb: 2 }}>
        <Typography variant="h5" component="h1">
          {t("orders.title", { name })}
        </Typography>
        <Status of="order" value={order.status} />
        <Status of="payment" value={order.payment_status} />
        <Status of="fulfillment" value={order.fulfillment_status} />
        {order.holds.map((hold) => (
          <Status key={hold} of="hold" value={hold} />
        ))}
        <Typography color="textSecondary" sx={{ flex: 1 }}>
          <When at={order.placed_at ?? order.created_at} isExact />
        </Typography>
        <OrderActions order={order} />
      </Stack>
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Stack spacing={2}>
            <Items order={order} />
            <Parcels order={order} />
            <Letters order={order} />
            <Timeline order={order} />
          </Stack>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Stack spacing={2}>
            <MoneyCard order={order} />
            <Buyer order={order} />
            {may(permissions, "system:read") && (
              <Anchor component={Link} to={`/system?object=${order.id}`} variant="body2" className="no-print">
                {t("system.of_order")}
              </Anchor>
            )}
          </Stack>
        </Grid>
      </Grid>
    </Box>
  );
}

function Items({ order }: { order: Order }) {
  const t = useTranslate();
  return (
    <Panel title={t("orders.items")}>
      <Box sx={{ overflowX: "auto" }}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("orders.item")}</TableCell>
              <TableCell align="right">{t("orders.quantity")}</TableCell>
              <TableCell align="right">{t("orders.to_ship")}</TableCell>
              <TableCell align="right" sx={WIDE}>
                {t("orders.unit_price")}
              </TableCell>
              <TableCell align="right">{t("orders.line_total")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {order.items.map((item) => (
              <TableRow key={item.id}>
                <TableCell>
                  <Anchor component={Link} to={`/products/${item.product_id}`} color="inherit" underline="hover">
                    {item.title}
                  </Anchor>
                  <Typography variant="caption" component="div" color="textSecondary">
                    {item.sku}
                  </Typography>
                </TableCell>
                <TableCell align="right">{item.quantity}</TableCell>
                <TableCell align="right">{order.status === "placed" ? toShip(item) : "–"}</TableCell>
                <TableCell align="right" sx={WIDE}>
                  <Money amount={item.unit_price} currency={order.currency} />
                </TableCell>
                <TableCell align="right">
                  <Money amount={item.total} currency={order.currency} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}

function MoneyCard({ order }: { order: Order }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const seesMoney = may(permissions, "payments:read");
  const refunds = useRefunds(order.id, seesMoney).data ?? [];
  const payments = usePayments(order.id, seesMoney).data ?? [];
  const row = (word: string, amount: number, isStrong = false) => (
    <Stack key={word} direction="row" sx={{ justifyContent: "space-between", py: 0.25 }}>
      <Typography sx={{ fontWeight: isStrong ? 650 : 400 }}>{t(`orders.${word}`)}</Typography>
      <Typography sx={{ fontWeight: isStrong ? 650 : 400 }}>
        <Money amount={amount} currency={order.currency} />
      </Typography>
    </Stack>
  );
  return (
    <Panel title={t("orders.money")}>
      {row("subtotal", order.subtotal)}
      {order.discount_total > 0 && row("discount", -order.discount_total)}
      {row("shipping", order.shipping_total)}
      {order.tax_total > 0 && row("tax", order.tax_total)}
      {row("total", order.total, true)}
      <Divider sx={{ my: 1 }} />
      {row("paid", order.captured_total)}
      {row("refunded", order.refunded_total)}
      {order.outstanding_total > 0 && row("owed", order.outstanding_total)}
      {order.captured_total > 0 && row("left_to_refund", leftToRefund(order), true)}
      {payments.map((payment) => (
        <Typography
          key={payment.id}
          variant="caption"
          component="div"
          color="textSecondary"
          sx={{ mt: 1, wordBreak: "break-all" }}
        >
          {payment.provider} {payment.provider_reference} <Status of="payment" value={payment.status} />
        </Typography>
      ))}
      {refunds.map((refund) => (
        <Stack key={refund.id} direction="row" spacing={1} sx={{ mt: 1, alignItems: "center" }}>
          <Typography variant="body2" sx={{ flex: 1 }}>
            {t("orders.refund_of")} <Money amount={refund.amount} currency={refund.currency} />
            <Typography variant="caption" component="div" color="textSecondary">
              {t(`status.refund_reason.${refund.reason}`, { _: refund.reason })} · <When at={refund.created_at} />
              {refund.note && ` · ${refund.note}`}
            </Typography>
          </Typography>
          <Status of="refund" value={refund.status} />
        </Stack>
      ))}
    </Panel>
  );
}

function Buyer({ order }: { order: Order }) {
  const t = useTranslate();
  return (
    <Panel title={t("orders.buyer")}>
      {order.email ? (
        <Anchor href={`mailto:${encodeURIComponent(order.email)}`}>{order.email}</Anchor>
      ) : (
        <Typography color="textSecondary">{t("orders.person_hidden")}</Typography>
      )}
      {order.customer_id && (
        <Typography variant="body2" sx={{ mt: 0.5 }}>
          <Anchor component={Link} to={`/customers/${order.customer_id}/show`}>
            {t("orders.to_customer")}
          </Anchor>
        </Typography>
      )}
      <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>
        {t("orders.ship_to")}
      </Typography>
      <Address address={order.shipping_address} />
      {order.billing_address && (
        <>
          <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>
            {t("orders.bill_to")}
          </Typography>
          <Address address={order.billing_address} />
        </>
      )}
      <Typography variant="subtitle2" component="h3" sx={{ mt: 2 }}>
        {t("orders.shipping_option")}
      </Typography>
      <Typography variant="body2">{order.shipping_option.title}</Typography>
    </Panel>
  );
}

export function Address({ address }: { address: Order["shipping_address"] }) {
  const { first_name, last_name, company, address1, address2, postal_code, city, province, country, phone } = address;
  const lines = [
    [first_name, last_name],
    [company],
    [address1],
    [address2],
    [postal_code, city, province],
    [country],
    [phone],
  ].map((parts) => parts.filter(Boolean).join(" "));
  return (
    <Typography component="address" variant="body2" sx={{ fontStyle: "normal", whiteSpace: "pre-line" }}>
      {lines.filter(Boolean).join("\n")}
    </Typography>
  );
}
