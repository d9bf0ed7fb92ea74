/** What was sold each day, and on the days before them. */
import type { Theme } from "@mui/material";
import { useCallback, useMemo } from "react";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { moneyText } from "../parts/money";
import { type Drawn, useDayChart } from "../parts/useDayChart";
import { type DayRow, dayOf, figure } from "./sales";

const HEIGHT = 240;

interface Given {
  rows: readonly DayRow[];
  currency: string;
  days: number;
}

export default function RevenueChart({ rows, currency, days }: Given) {
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  const [shown, amounts] = useMemo(() => {
    const ago = Array.from({ length: days }, (_, i) => days - 1 - i);
    const sold = (shift: number) => ago.map((day) => figure(rows, dayOf(day + shift), currency, "sales_total"));
    return [ago.map((day) => dayOf(day)), [sold(0), sold(days)]];
  }, [rows, currency, days]);
  const draw = useCallback(
    ({ palette }: Theme): Drawn => ({
      dayLabel: t("home.day"),
      series: [
        { label: t("home.now"), stroke: palette.primary.main, width: 2.5, fill: `${palette.primary.main}22` },
        { label: t("home.before"), stroke: palette.text.secondary, width: 1.5, dash: [5, 4] },
      ],
    }),
    [t],
  );
  const place = useDayChart({ days: shown, amounts, currency, height: HEIGHT, draw });
  const total = (amounts[0] ?? []).reduce((sum, each) => sum + each, 0);
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={t("home.chart_says", { total: moneyText(total, currency, locale), days })}
    />
  );
}
