import { Tooltip } from "@mui/material";
import { useLocale, useRecordContext } from "react-admin";
import { formatLocale } from "../i18n";

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const NEAR_S = 6 * 86_400;

/** A moment: how long ago, as long as that says more than a date; the whole of it where somebody points at it. */
export function When({ at, isExact = false }: { at: string | null | undefined; isExact?: boolean }) {
  const locale = formatLocale(useLocale());
  if (!at) return <span>–</span>;
  const moment = new Date(at);
  const whole = moment.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  if (isExact) return <time dateTime={at}>{whole}</time>;
  const ago = (Date.now() - moment.getTime()) / 1000;
  const text =
    Math.abs(ago) < NEAR_S ? relative(ago, locale) : moment.toLocaleDateString(locale, { dateStyle: "medium" });
  return (
    <Tooltip title={whole}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {text}
      </time>
    </Tooltip>
  );
}

export function relative(agoS: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, size] = UNITS.find(([, each]) => Math.abs(agoS) >= each) ?? ["second", 1];
  return format.format(-Math.trunc(agoS / (size as number)), unit as Intl.RelativeTimeFormatUnit);
}

export function WhenField({ source, isExact }: { source: string; label?: string; isExact?: boolean }) {
  const record = useRecordContext();
  return <When at={record?.[source] as string} isExact={isExact ?? false} />;
}
