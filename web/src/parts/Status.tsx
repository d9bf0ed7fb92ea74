import { Chip, type ChipProps } from "@mui/material";
import { useRecordContext, useTranslate } from "react-admin";

type Tone = NonNullable<ChipProps["color"]>;

/** Good news are green, what waits for somebody is amber, what failed is red; all else is grey. */
const TONES: Record<string, Tone> = {
  active: "success",
  approved: "success",
  captured: "success",
  delivered: "success",
  done: "success",
  paid: "success",
  placed: "success",
  sent: "success",
  shipped: "info",
  solved: "success",
  succeeded: "success",
  asked: "warning",
  authorized: "warning",
  awaiting: "warning",
  invited: "warning",
  on_hold: "warning",
  open: "warning",
  partially_delivered: "info",
  partially_paid: "warning",
  partially_refunded: "info",
  partially_shipped: "info",
  pending: "warning",
  queued: "info",
  running: "info",
  unfulfilled: "warning",
  waiting: "warning",
  failed: "error",
  overpaid: "error",
};

/** A state in words, so that nobody has to tell colours apart. */
export function Status({ value, of }: { value: string | null | undefined; of: string }) {
  const t = useTranslate();
  if (!value) return <span>–</span>;
  return (
    <Chip
      size="small"
      variant="outlined"
      color={TONES[value] ?? "default"}
      label={t(`status.${of}.${value}`, { _: value })}
    />
  );
}

/** of: which kind of state it is, as `status.<of>` in the messages has them. */
export function StatusField({ source, of }: { source: string; of: string; label?: string }) {
  const record = useRecordContext();
  return <Status value={record?.[source] as string} of={of} />;
}
