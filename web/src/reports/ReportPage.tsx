/** Sales of some days, by day, product, variant or country: as a chart, as a table with its totals, as CSV, on paper. */
import DownloadIcon from "@mui/icons-material/Download";
import PrintIcon from "@mui/icons-material/Print";
import {
  Alert,
  Box,
  Button,
  MenuItem,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableFooter,
  TableHead,
  TableRow,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from "@mui/material";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { Loading, useLocale, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { ask, askFile } from "../api/client";
import { formatLocale } from "../i18n";
import { saveFile } from "../parts/files";
import { Money } from "../parts/Money";
import { ObjectLink } from "../parts/ObjectLink";
import { Nothing, PageHead, Panel } from "../parts/Panel";
import { useRefusal, useTellRefusal } from "../parts/refusals";
import {
  byDay,
  COUNTS,
  daysOf,
  type Figures,
  GROUPINGS,
  lastDays,
  type Report,
  type Row,
  rowsOf,
  sumsOf,
} from "./report";

const DayChart = lazy(() => import("./DayChart"));
const DAYS = 28;
const SPANS = [7, 28, 90];
const BARS_MOST = 12;

interface Asked {
  from: string;
  to: string;
  group_by: Report["group_by"];
}

export function ReportPage() {
  const t = useTranslate();
  const refusal = useRefusal();
  const [params, setParams] = useSearchParams();
  const by = params.get("group_by") as Report["group_by"];
  const asked: Asked = {
    ...lastDays(DAYS),
    ...Object.fromEntries(["from", "to"].flatMap((name) => (params.get(name) ? [[name, params.get(name)]] : []))),
    group_by: GROUPINGS.includes(by) ? by : "day",
  };
  const { data: report, error } = useQuery({
    queryKey: ["report", asked],
    queryFn: async ({ signal }) => (await ask("GET", "/admin/reports/sales", { query: { ...asked }, signal })).body,
    placeholderData: keepPreviousData,
  });
  const put = (changed: Partial<Asked> & { currency?: string }) =>
    setParams({ ...Object.fromEntries(params), ...changed }, { replace: true });
  const currencies = report?.totals.map((each) => each.currency) ?? [];
  const wanted = params.get("currency");
  const currency = wanted && currencies.includes(wanted) ? wanted : mostSold(report?.totals ?? []);
  return (
    <Box>
      <PageHead title={t("reports.sales")} text={t("reports.span", { from: asked.from, to: asked.to })}>
        <CsvButton asked={asked} />
        <Button startIcon={<PrintIcon />} onClick={() => window.print()}>
          {t("shop.print")}
        </Button>
      </PageHead>
      <Stack
        direction="row"
        spacing={2}
        useFlexGap
        className="no-print"
        sx={{ flexWrap: "wrap", mb: 2, alignItems: "center" }}
      >
        <Day label={t("reports.from")} value={asked.from} onDay={(from) => put({ from })} />
        <Day label={t("reports.to")} value={asked.to} onDay={(to) => put({ to })} />
        <ToggleButtonGroup size="small" aria-label={t("reports.span_label")}>
          {SPANS.map((days) => (
            <ToggleButton
              key={days}
              value={days}
              selected={lastDays(days).from === asked.from && lastDays(days).to === asked.to}
              onClick={() => put(lastDays(days))}
            >
              {t("reports.last_days", { days })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={asked.group_by}
          onChange={(_, next) => next && put({ group_by: next })}
          aria-label={t("reports.group_by")}
        >
          {GROUPINGS.map((each) => (
            <ToggleButton key={each} value={each}>
              {t(`reports.by.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {currencies.length > 1 && (
          <TextField
            select
            label={t("companies.currency")}
            value={currency}
            onChange={(event) => put({ currency: event.target.value })}
          >
            {currencies.map((each) => (
              <MenuItem key={each} value={each}>
                {each}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Stack>
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      {!error && !report && <Loading />}
      {!error && report && !currency && <Nothing title={t("reports.none_title")} text={t("reports.none_text")} />}
      {!error && report && currency && <Shown report={report} currency={currency} />}
    </Box>
  );
}

function mostSold(totals: readonly Figures[]): string | undefined {
  return [...totals].sort((a, b) => b.orders - a.orders)[0]?.currency;
}

/** A day is asked for once it is a whole one; while somebody types it is not. */
function Day({ label, value, onDay }: { label: string; value: string; onDay: (day: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  return (
    <TextField
      type="date"
      label={label}
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        if (/^[12]\d{3}-\d\d-\d\d$/.test(event.target.value)) onDay(event.target.value);
      }}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

function CsvButton({ asked }: { asked: Asked }) {
  const tell = useTellRefusal();
  const [isBusy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const file = await askFile("/admin/reports/sales", { query: { ...asked, format: "csv" } }, "text/csv");
      saveFile(file, `sales-${asked.group_by}-${asked.from}-${asked.to}.csv`);
    } catch (error) {
      tell(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button startIcon={<DownloadIcon />} onClick={save} disabled={isBusy}>
      CSV
    </Button>
  );
}

function Shown({ report, currency }: { report: Report; currency: string }) {
  const t = useTranslate();
  const rows = useMemo(() => rowsOf(report, currency), [report, currency]);
  const days = useMemo(() => daysOf(report.from, report.to), [report]);
  const amounts = useMemo(() => byDay(report, currency), [report, currency]);
  const sums = useMemo(() => sumsOf(rows), [rows]);
  const totals = report.totals.find((each) => each.currency === currency);
  return (
    <Stack spacing={2}>
      <Panel title={t("reports.chart", { by: t(`reports.by.${report.group_by}`) })}>
        {report.group_by === "day" ? (
          <Suspense fallback={<Box sx={{ height: 260 }} />}>
            <DayChart days={days} amounts={amounts} currency={currency} />
          </Suspense>
        ) : (
          <Bars rows={rows} />
        )}
      </Panel>
      <Panel title={t("reports.table")}>
        <Box sx={{ overflowX: "auto" }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t(`reports.by.${report.group_by}`)}</TableCell>
                {[...COUNTS, ...sums].map((name) => (
                  <TableCell key={name} align="right">
                    {t(`reports.figures.${name}`)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {rows.map((row) => (
                <TableRow key={keyOf(row)} hover>
                  <TableCell component="th" scope="row" sx={{ whiteSpace: "nowrap" }}>
                    <What row={row} />
                  </TableCell>
                  <Cells of={row} sums={sums} />
                </TableRow>
              ))}
            </TableBody>
            {totals && (
              <TableFooter sx={{ "& td, & th": { fontWeight: 650, fontSize: "0.875rem", color: "text.primary" } }}>
                <TableRow>
                  <TableCell component="th" scope="row">
                    {t("reports.all")}
                  </TableCell>
                  <Cells of={totals} sums={sums} />
                </TableRow>
              </TableFooter>
            )}
          </Table>
        </Box>
      </Panel>
    </Stack>
  );
}

function Cells({ of, sums }: { of: Figures; sums: ReturnType<typeof sumsOf> }) {
  return (
    <>
      {COUNTS.map((name) => (
        <TableCell key={name} align="right">
          {of[name]}
        </TableCell>
      ))}
      {sums.map((name) => (
        <TableCell key={name} align="right">
          <Money amount={of[name]} currency={of.currency} />
        </TableCell>
      ))}
    </>
  );
}

/** The most part of it as bars, with what each brought. */
function Bars({ rows }: { rows: readonly Row[] }) {
  const most = Math.max(...rows.map((row) => row.sales_total), 1);
  return (
    <Stack spacing={1}>
      {rows.slice(0, BARS_MOST).map((row) => (
        <Box key={keyOf(row)}>
          <Stack direction="row" spacing={2} sx={{ justifyContent: "space-between" }}>
            <Typography variant="body2" noWrap>
              <What row={row} />
            </Typography>
            <Typography variant="body2">
              <Money amount={row.sales_total} currency={row.currency} />
            </Typography>
          </Stack>
          <Box sx={{ height: 8, borderRadius: 4, bgcolor: "var(--wash)" }}>
            <Box
              sx={{
                width: `${Math.max((row.sales_total / most) * 100, 0.5)}%`,
                height: 8,
                borderRadius: 4,
                bgcolor: "primary.main",
              }}
            />
          </Box>
        </Box>
      ))}
    </Stack>
  );
}

function keyOf(row: Row): string {
  if ("day" in row) return row.day;
  if ("country" in row) return row.country;
  return "variant_id" in row ? row.variant_id : row.product_id;
}

function What({ row }: { row: Row }) {
  const locale = formatLocale(useLocale());
  if ("day" in row) {
    const day = new Date(row.day);
    return (
      <>
        {day.toLocaleDateString(locale, {
          timeZone: "UTC",
          weekday: "short",
          day: "2-digit",
          month: "short",
          year: "numeric",
        })}
      </>
    );
  }
  if ("country" in row) return <>{new Intl.DisplayNames(locale, { type: "region" }).of(row.country) ?? row.country}</>;
  return (
    <>
      <ObjectLink id={row.product_id}>{row.title ?? row.product_id}</ObjectLink>
      {"variant_id" in row && ` · ${row.sku}`}
    </>
  );
}
