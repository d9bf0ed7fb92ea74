/** A chart over days, as every chart here is: in the reader's language, as wide as its place, amounts on the left. */
import { type Theme, useTheme } from "@mui/material";
import { type RefObject, useEffect, useRef } from "react";
import { useLocale } from "react-admin";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { formatLocale } from "../i18n";
import { digitsOf, moneyText } from "./money";

const DAY_S = 86_400;

/** What one chart is besides. */
export interface Drawn {
  dayLabel: string;
  /** One a row of amounts, in their order. */
  series: uPlot.Series[];
  isGridded?: boolean;
  /** Half a day before the first and after the last: for bars. */
  hasMargin?: boolean;
}

interface Given {
  /** UTC's, as the reports have them. */
  days: readonly string[];
  /** Minor units, a row for each line. */
  amounts: readonly (readonly number[])[];
  currency: string;
  height: number;
  /** Of the theme alone, or memoised: another one draws anew. */
  draw: (theme: Theme) => Drawn;
}

/** Gives the place to draw into. */
export function useDayChart({ days, amounts, currency, height, draw }: Given): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  const locale = formatLocale(useLocale());
  useEffect(() => {
    const into = place.current;
    if (!into || !days.length) return;
    const { dayLabel, series, isGridded = true, hasMargin = false } = draw(theme);
    const scale = 10 ** digitsOf(currency);
    const brief = new Intl.NumberFormat(locale, { notation: "compact" });
    const day = (at: number, how: Intl.DateTimeFormatOptions) =>
      new Date(at * 1000).toLocaleDateString(locale, { timeZone: "UTC", ...how });
    const money = (_: uPlot, value: number | null) =>
      value === null ? "–" : moneyText(Math.round(value * scale), currency, locale);
    const axis = {
      stroke: theme.palette.text.secondary,
      grid: { stroke: theme.palette.divider },
      ticks: { show: false },
    };
    const chart = new uPlot(
      {
        width: into.clientWidth,
        height,
        tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
        cursor: { y: false },
        series: [
          { label: dayLabel, value: (_, at) => (at ? day(at, { dateStyle: "medium" }) : "–") },
          ...series.map((each) => ({ ...each, value: money })),
        ],
        axes: [
          {
            ...axis,
            ...(isGridded ? {} : { grid: { show: false } }),
            values: (_, ticks) => ticks.map((at) => day(at, { day: "numeric", month: "short" })),
            incrs: [DAY_S, 2 * DAY_S, 7 * DAY_S, 14 * DAY_S],
          },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((each) => brief.format(each)) },
        ],
        scales: {
          ...(hasMargin
            ? { x: { range: (_: uPlot, least: number, most: number) => [least - DAY_S / 2, most + DAY_S / 2] } }
            : {}),
          y: { range: (_, __, most) => [0, Math.max(most * 1.1, 1)] },
        },
      },
      [
        days.map((each) => Date.parse(each) / 1000),
        ...amounts.map((row) => row.map((each) => each / scale)),
      ] as uPlot.AlignedData,
      into,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: into.clientWidth, height }));
    watch.observe(into);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [days, amounts, currency, height, draw, theme, locale]);
  return place;
}
