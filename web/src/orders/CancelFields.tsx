import { Alert, Checkbox, FormControlLabel, Stack } from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { may } from "../shell/rooms";
import { ReasonSelect } from "./ReasonSelect";

const REASONS = ["customer", "fraud", "inventory", "other"] as const;

/** As the API takes it. */
interface Cancellation {
  reason: (typeof REASONS)[number];
  restock: boolean;
  refund: boolean;
}

interface Canceling {
  how: Cancellation;
  change: (more: Partial<Cancellation>) => void;
  mayRefund: boolean;
}

/** What becomes of goods and money; back at first, where whoever is at it may give money back. */
export function useCanceling(): Canceling {
  const { permissions } = usePermissions<string[]>();
  const mayRefund = may(permissions, "payments:write");
  const [how, setHow] = useState<Cancellation>({ reason: "customer", restock: true, refund: mayRefund });
  return { how, change: (more) => setHow({ ...how, ...more }), mayRefund };
}

/** isPaid: whether there is money to give back. */
export function CancelFields({ of: { how, change, mayRefund }, isPaid }: { of: Canceling; isPaid: boolean }) {
  const t = useTranslate();
  return (
    <Stack spacing={1} sx={{ pt: 1 }}>
      <ReasonSelect reasons={REASONS} of="cancel_reason" value={how.reason} onChoose={(reason) => change({ reason })} />
      <FormControlLabel
        control={<Checkbox checked={how.restock} onChange={(event) => change({ restock: event.target.checked })} />}
        label={t("orders.restock")}
      />
      {isPaid && (
        <FormControlLabel
          control={
            <Checkbox
              checked={how.refund}
              disabled={!mayRefund}
              onChange={(event) => change({ refund: event.target.checked })}
            />
          }
          label={t("orders.cancel_refund")}
        />
      )}
      {isPaid && !mayRefund && <Alert severity="info">{t("orders.may_not_refund")}</Alert>}
    </Stack>
  );
}
