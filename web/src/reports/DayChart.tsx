/** A bar for each day. */
import { useTheme } from "@mui/material";
import { useEffect, useRef } from "react";
import { useLocale, useTranslate } from "react-admin";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatLocale } from "../i18n";
import { digitsOf, moneyText } from "../parts/money";

const HEIGHT = 260;

interface Given {
  days: readonly string[];
  /** Minor units, one a day. */
  amounts: readonly number[];
  currency: string;
}

export default function DayChart({ days, amounts, currency }: Given) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  useEffect(() => {
    const into = place.current;
    const bars = uPlot.paths.bars?.({ size: [0.7, 48] });
    if (!into || !days.length || !bars) return;
    const scale = 10 ** digitsOf(currency);
    const brief = new Intl.NumberFormat(locale, { notation: "compact" });
    const day = (at: number, how: Intl.DateTimeFormatOptions) =>
      new Date(at * 1000).toLocaleDateString(locale, { timeZone: "UTC", ...how });
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
          { label: t("reports.by.day"), value: (_, at) => (at ? day(at, { dateStyle: "medium" }) : "–") },
          {
            label: t("reports.figures.sales_total"),
            fill: `${theme.palette.primary.main}bb`,
            width: 0,
            paths: bars,
            points: { show: false },
            value: (_, value) => (value === null ? "–" : moneyText(Math.round(value * scale), currency, locale)),
          },
        ],
        axes: [
          {
            ...axis,
            grid: { show: false },
            values: (_, ticks) => ticks.map((at) => day(at, { day: "numeric", month: "short" })),
            incrs: [86_400, 2 * 86_400, 7 * 86_400, 14 * 86_400],
          },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((each) => brief.format(each)) },
        ],
        scales: {
          x: { range: (_, least, most) => [least - 43_200, most + 43_200] },
          y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] },
        },
      },
      [days.map((each) => Date.parse(each) / 1000), amounts.map((each) => each / scale)],
      into,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: into.clientWidth, height: HEIGHT }));
    watch.observe(into);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [days, amounts, currency, theme, locale, t]);
  const total = moneyText(
    amounts.reduce((sum, each) => sum + each, 0),
    currency,
    locale,
  );
  return <div ref={place} role="img" aria-label={t("reports.chart_says", { total, days: days.length })} />;
}
