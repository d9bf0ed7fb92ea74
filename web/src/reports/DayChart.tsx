/** A bar for each day. */
import type { Theme } from "@mui/material";
import { useCallback, useMemo } from "react";
import { useLocale, useTranslate } from "react-admin";
import uPlot from "uplot";
import { formatLocale } from "../i18n";
import { moneyText } from "../parts/money";
import { type Drawn, useDayChart } from "../parts/useDayChart";

const HEIGHT = 260;
const BARS = uPlot.paths.bars?.({ size: [0.7, 48] });

interface Given {
  days: readonly string[];
  /** Minor units, one a day. */
  amounts: readonly number[];
  currency: string;
}

export default function DayChart({ days, amounts, currency }: Given) {
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  const draw = useCallback(
    ({ palette }: Theme): Drawn => ({
      dayLabel: t("reports.by.day"),
      series: [
        {
          label: t("reports.figures.sales_total"),
          fill: `${palette.primary.main}bb`,
          width: 0,
          ...(BARS ? { paths: BARS } : {}),
          points: { show: false },
        },
      ],
      isGridded: false,
      hasMargin: true,
    }),
    [t],
  );
  const rows = useMemo(() => [amounts], [amounts]);
  const place = useDayChart({ days, amounts: rows, currency, height: HEIGHT, draw });
  const total = moneyText(
    amounts.reduce((sum, each) => sum + each, 0),
    currency,
    locale,
  );
  return (
    <div ref={place} className="chart" role="img" aria-label={t("reports.chart_says", { total, days: days.length })} />
  );
}
