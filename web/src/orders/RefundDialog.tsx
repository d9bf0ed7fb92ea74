/** Money back: by lines and shipping, or a plain amount; what it comes to is shown before it is sent. */
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Divider,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { Money } from "../parts/Money";
import { MoneyBox } from "../parts/MoneyBox";
import { moneyText } from "../parts/money";
import { useAct } from "../parts/useAct";
import { leftToRefund, type Order, toRefund, worthOf } from "./order";
import { useRefunds } from "./queries";
import { ReasonSelect } from "./ReasonSelect";
import { Units } from "./Units";

const REASONS = ["requested_by_customer", "duplicate", "fraudulent"] as const;

export function RefundDialog({ order, onEnd }: { order: Order; onEnd: () => void }) {
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  const { isBusy, act } = useAct();
  const refunds = useRefunds(order.id, true).data;
  const [way, setWay] = useState<"lines" | "amount">("lines");
  const [counted, setCounted] = useState<Record<string, number>>({});
  const [shipping, setShipping] = useState<number | null | undefined>(null);
  const [plain, setPlain] = useState<number | null | undefined>(null);
  const [reason, setReason] = useState<(typeof REASONS)[number]>("requested_by_customer");
  const [note, setNote] = useState("");

  const { currency } = order;
  const open = order.items.filter((item) => toRefund(item) > 0);
  const parts = open
    .filter((item) => counted[item.id])
    .map((item) => ({
      item,
      quantity: counted[item.id] ?? 0,
      worth: worthOf(item, counted[item.id] ?? 0, refunds ?? []),
    }));
  const ofShipping = refunds?.filter((each) => each.status !== "failed" && each.status !== "canceled") ?? [];
  const shippingLeft = order.shipping_total - ofShipping.reduce((sum, each) => sum + each.shipping_amount, 0);
  const sum = way === "amount" ? (plain ?? 0) : parts.reduce((all, part) => all + part.worth, 0) + (shipping ?? 0);
  const left = leftToRefund(order);
  const isTyped = way === "amount" ? plain !== undefined : shipping !== undefined;

  async function send() {
    const what =
      way === "amount"
        ? {}
        : {
            items: parts.map((part) => ({ line_item_id: part.item.id, quantity: part.quantity })),
            shipping_amount: shipping ?? 0,
          };
    const body = { order_id: order.id, amount: sum, reason, note, ...what };
    const answer = await act("POST", "/admin/refunds", { body, version: order.version }, "orders.refund_begun");
    if (answer) onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="sm" aria-labelledby="refund-title">
      <DialogTitle id="refund-title">{t("orders.refund_title")}</DialogTitle>
      <DialogContent>
        <Stack spacing={2} sx={{ pt: 1 }}>
          <ToggleButtonGroup
            exclusive
            size="small"
            value={way}
            onChange={(_, next) => next && setWay(next)}
            aria-label={t("orders.refund_way")}
          >
            <ToggleButton value="lines">{t("orders.by_lines")}</ToggleButton>
            <ToggleButton value="amount">{t("orders.by_amount")}</ToggleButton>
          </ToggleButtonGroup>
          {way === "lines" ? (
            <>
              {open.map((item) => (
                <Units
                  key={item.id}
                  item={item}
                  most={toRefund(item)}
                  count={counted[item.id] ?? 0}
                  onCount={(count) => setCounted({ ...counted, [item.id]: count })}
                />
              ))}
              {shippingLeft > 0 && (
                <MoneyBox
                  label={t("orders.refund_shipping", { left: moneyText(shippingLeft, currency, locale) })}
                  amount={shipping ?? null}
                  currency={currency}
                  onAmount={setShipping}
                />
              )}
            </>
          ) : (
            <MoneyBox
              label={t("orders.amount")}
              amount={plain ?? null}
              currency={currency}
              onAmount={setPlain}
              autoFocus
            />
          )}
          <ReasonSelect reasons={REASONS} of="refund_reason" value={reason} onChoose={setReason} />
          <TextField
            label={t("orders.note")}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            multiline
            maxRows={4}
          />
          <Divider />
          {way === "lines" &&
            parts.map((part) => (
              <Line
                key={part.item.id}
                text={`${part.quantity} × ${part.item.title}`}
                amount={part.worth}
                currency={currency}
              />
            ))}
          {way === "lines" && !!shipping && <Line text={t("orders.shipping")} amount={shipping} currency={currency} />}
          <Line text={t("orders.goes_back")} amount={sum} currency={currency} isStrong />
          <Line text={t("orders.left_to_refund")} amount={left - sum} currency={currency} />
          {sum > left && (
            <Alert severity="error">{t("orders.too_much", { left: moneyText(left, currency, locale) })}</Alert>
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
        <Button variant="contained" onClick={send} disabled={isBusy || !isTyped || sum <= 0 || sum > left || !refunds}>
          {t("orders.send_back", { amount: moneyText(sum, currency, locale) })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Line({
  text,
  amount,
  currency,
  isStrong = false,
}: {
  text: string;
  amount: number;
  currency: string;
  isStrong?: boolean;
}) {
  return (
    <Stack direction="row" sx={{ justifyContent: "space-between" }}>
      <Typography sx={{ fontWeight: isStrong ? 650 : 400 }}>{text}</Typography>
      <Typography sx={{ fontWeight: isStrong ? 650 : 400 }}>
        <Money amount={amount} currency={currency} />
      </Typography>
    </Stack>
  );
}
