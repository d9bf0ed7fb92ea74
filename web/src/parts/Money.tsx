import { useLocale, useRecordContext } from "react-admin";
import { formatLocale } from "../i18n";
import { moneyText } from "./money";

/** An amount in the reader's way of writing. */
export function Money({ amount, currency }: { amount: number | null | undefined; currency: string | undefined }) {
  const locale = useLocale();
  if (amount === null || amount === undefined || !currency) return <span>–</span>;
  return <span style={{ whiteSpace: "nowrap" }}>{moneyText(amount, currency, formatLocale(locale))}</span>;
}

/** A field of a record that has its currency beside it. */
export function MoneyField({ source }: { source: string; label?: string }) {
  const record = useRecordContext();
  return <Money amount={record?.[source] as number} currency={record?.currency as string} />;
}
