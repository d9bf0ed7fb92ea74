/** What was sold each day, and on the days before them. */
import { useTheme } from "@mui/material";
import { useEffect, useRef } from "react";
import { useLocale, useTranslate } from "react-admin";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatLocale } from "../i18n";
import { digitsOf, moneyText } from "../parts/money";
import { type DayRow, dayOf, figure } from "./sales";

const HEIGHT = 240;

interface Given {
  rows: readonly DayRow[];
  currency: string;
  days: number;
}

export default function RevenueChart({ rows, currency, days }: Given) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  useEffect(() => {
    const into = place.current;
    if (!into) return;
    const ago = Array.from({ length: days }, (_, i) => days - 1 - i);
    const sold = (shift: number) => ago.map((day) => figure(rows, dayOf(day + shift), currency, "sales_total"));
    const scale = 10 ** digitsOf(currency);
    const money = (value: number | null) =>
      value === null ? "–" : moneyText(Math.round(value * scale), currency, locale);
    const brief = new Intl.NumberFormat(locale, { notation: "compact" });
    const axis = {
      stroke: theme.palette.text.secondary,
      grid: { stroke: theme.palette.divider },
      ticks: { show: false },
    };
    const chart = new uPlot(
      {
        width: into.clientWidth,
        height: HEIGHT,
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
        cursor: { y: false },
        series: [
          {
            value: (_, at) =>
              at ? new Date(at * 1000).toLocaleDateString(locale, { timeZone: "UTC", dateStyle: "medium" }) : "–",
            label: t("home.day"),
          },
          {
            label: t("home.now"),
            stroke: theme.palette.primary.main,
            width: 2.5,
            fill: `${theme.palette.primary.main}22`,
            value: (_, value) => money(value),
          },
          {
            label: t("home.before"),
            stroke: theme.palette.text.secondary,
            width: 1.5,
            dash: [5, 4],
            value: (_, value) => money(value),
          },
        ],
        axes: [
          {
            ...axis,
            values: (_, ticks) =>
              ticks.map((at) =>
                new Date(at * 1000).toLocaleDateString(locale, { timeZone: "UTC", day: "numeric", month: "short" }),
              ),
            incrs: [86_400, 2 * 86_400, 7 * 86_400],
          },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((each) => brief.format(each)) },
        ],
        scales: { y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] } },
      },
      [
        ago.map((day) => Date.parse(dayOf(day)) / 1000),
        sold(0).map((each) => each / scale),
        sold(days).map((each) => each / scale),
      ],
      into,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: into.clientWidth, height: HEIGHT }));
    watch.observe(into);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [rows, currency, days, theme, locale, t]);
  const total = rows
    .filter((row) => row.currency === currency && row.day >= dayOf(days - 1))
    .reduce((sum, row) => sum + row.sales_total, 0);
  return (
    <div
      ref={place}
      className="chart"
      role="img"
      aria-label={t("home.chart_says", { total: moneyText(total, currency, locale), days })}
    />
  );
}
