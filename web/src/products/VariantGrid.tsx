/** The variants as a sheet: cells that are typed into, filled down, or pasted from a spreadsheet. */
import ArchiveIcon from "@mui/icons-material/Archive";
import SouthIcon from "@mui/icons-material/South";
import UnarchiveIcon from "@mui/icons-material/Unarchive";
import {
  Alert,
  Box,
  FormHelperText,
  IconButton,
  InputBase,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
  Typography,
} from "@mui/material";
import { type ClipboardEvent, type KeyboardEvent, useState } from "react";
import { useLocale, useNotify, useTranslate, ValidationError } from "react-admin";
import { useWatch } from "react-hook-form";
import { formatLocale } from "../i18n";
import { CurrencyPicker } from "../parts/CurrencyPicker";
import { useShop } from "../parts/shop";
import { cellsOf, isTable } from "../parts/tsv";
import { type Column, cellText, columnsOf, currencyOf, filledDown, pasted, withCell } from "./cells";
import { currenciesOf, isOff, isSent, type Option, type Row } from "./variants";

/** What the API refused, by the place among the rows that were sent. */
type Errors = Record<number, Record<string, { message?: string }> | undefined> & { message?: string };

interface Given {
  rows: Row[];
  options: Option[];
  onRows: (rows: Row[]) => void;
  errors: Errors | undefined;
  mayWrite: boolean;
}

export function VariantGrid({ rows, options, onRows, errors, mayWrite }: Given) {
  const t = useTranslate();
  const locale = formatLocale(useLocale());
  const notify = useNotify();
  const shop = useShop();
  const title = String(useWatch({ name: "title" }) ?? "");
  const [added, setAdded] = useState<string[]>([]);
  const currencies = currenciesOf(shop?.currencies ?? [], rows, added);
  const columns = columnsOf(currencies);
  const names = options.filter((option) => option.name && option.values.length).map((option) => option.name);
  const hasSaved = rows.some((row) => row.id);
  const places = placesOf(rows);

  function onPaste(event: ClipboardEvent) {
    const at = placeOf(event.target);
    const text = event.clipboardData.getData("text/plain");
    if (!at || !isTable(text)) return;
    event.preventDefault();
    const { rows: filled, left } = pasted(rows, columns, at, cellsOf(text));
    onRows(filled);
    if (left) notify("products.pasted_left", { type: "warning", messageArgs: { smart_count: left } });
  }

  /** Up and down as in a sheet; Enter goes down and does not save. */
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const at = placeOf(event.target);
    if (!at || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const row = at.row + (event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1);
    const next = event.currentTarget.querySelector<HTMLInputElement>(`[data-cell="${row}:${at.column}"]`);
    next?.focus();
    next?.select();
  }

  const heading = (column: Column) => {
    const currency = currencyOf(column);
    return currency ? t("products.price_in", { currency }) : t(`products.column_${column}`);
  };

  return (
    <Stack spacing={1}>
      {mayWrite && (
        <Typography variant="body2" color="textSecondary">
          {t("products.grid_help")}
        </Typography>
      )}
      {errors?.message && (
        <Alert severity="error">
          <ValidationError error={errors.message} />
        </Alert>
      )}
      <Box sx={{ overflowX: "auto", border: 1, borderColor: "divider", borderRadius: 1 }}>
        <Table
          size="small"
          aria-label={t("resources.products.fields.variants")}
          onPaste={onPaste}
          onKeyDown={onKeyDown}
          sx={{
            "& td, & th": { borderRight: 1, borderColor: "divider", py: 0.25, px: 1 },
            "& td:last-child, & th:last-child": { borderRight: 0 },
            "& tr:last-child > *": { borderBottom: 0 },
            "& td.cell": { p: 0 },
            "& td.cell:focus-within": { outline: 2, outlineColor: "primary.main", outlineOffset: -2 },
          }}
        >
          <TableHead>
            <TableRow>
              {names.map((name) => (
                <TableCell key={name}>{name}</TableCell>
              ))}
              {columns.map((column) => (
                <TableCell key={column} align={isNumber(column) ? "right" : "left"}>
                  <Stack
                    direction="row"
                    sx={{ alignItems: "center", justifyContent: isNumber(column) ? "flex-end" : "flex-start" }}
                  >
                    {heading(column)}
                    {mayWrite && rows.length > 1 && (
                      <Tooltip title={t(column === "sku" ? "products.fill_skus" : "products.fill_down")}>
                        <IconButton
                          size="small"
                          aria-label={`${heading(column)}: ${t(column === "sku" ? "products.fill_skus" : "products.fill_down")}`}
                          onClick={() => onRows(filledDown(rows, column, title, locale))}
                        >
                          <SouthIcon sx={{ fontSize: 14 }} />
                        </IconButton>
                      </Tooltip>
                    )}
                  </Stack>
                </TableCell>
              ))}
              {hasSaved && <TableCell align="right">{t("products.column_available")}</TableCell>}
              {hasSaved && mayWrite && <TableCell />}
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row, i) => {
              const of = errors?.[places[i] ?? -1];
              return (
                <TableRow
                  key={row.id ?? JSON.stringify(row.options)}
                  sx={{ bgcolor: row.id ? undefined : "action.hover", opacity: isOff(row) ? 0.55 : 1 }}
                >
                  {names.map((name) => (
                    <TableCell key={name} component="th" scope="row" sx={{ whiteSpace: "nowrap", fontWeight: 400 }}>
                      {row.options[name] ?? "–"}
                    </TableCell>
                  ))}
                  {columns.map((column, j) => (
                    <Cell
                      key={column}
                      name={`${i}:${j}`}
                      label={[...Object.values(row.options), heading(column)].join(", ")}
                      text={cellText(row, column, locale)}
                      isNumeric={isNumber(column)}
                      isRefused={row.wrong?.[column] !== undefined}
                      refusal={refusalOf(of, row, column)}
                      mayWrite={mayWrite}
                      onText={(text) =>
                        onRows(rows.map((each, at) => (at === i ? withCell(each, column, text) : each)))
                      }
                    />
                  ))}
                  {hasSaved && <TableCell align="right">{row.available ?? "–"}</TableCell>}
                  {hasSaved && mayWrite && (
                    <TableCell className="cell" align="center">
                      {row.id && (
                        <OffButton
                          row={row}
                          onStatus={(status) => onRows(rows.map((each, at) => (at === i ? { ...each, status } : each)))}
                        />
                      )}
                    </TableCell>
                  )}
                </TableRow>
              );
            })}
          </TableBody>
        </Table>
      </Box>
      {mayWrite && (
        <Stack direction="row" spacing={2} useFlexGap sx={{ alignItems: "center", flexWrap: "wrap" }}>
          <CurrencyPicker taken={currencies} onPick={(currency) => setAdded([...added, currency])} />
          {rows.some((row) => !row.id) && (
            <Typography variant="body2" color="textSecondary">
              {t("products.no_sku_no_variant")}
            </Typography>
          )}
        </Stack>
      )}
    </Stack>
  );
}

/** Takes a variant off its product, or brings it back, once the product is saved. */
function OffButton({ row, onStatus }: { row: Row; onStatus: (status: "active" | "archived") => void }) {
  const t = useTranslate();
  const label = t(isOff(row) ? "products.variant_back" : "products.variant_off");
  return (
    <Tooltip title={label}>
      <IconButton
        size="small"
        aria-label={[...Object.values(row.options), label].join(": ")}
        onClick={() => onStatus(isOff(row) ? "active" : "archived")}
      >
        {isOff(row) ? <UnarchiveIcon sx={{ fontSize: 16 }} /> : <ArchiveIcon sx={{ fontSize: 16 }} />}
      </IconButton>
    </Tooltip>
  );
}

interface CellGiven {
  name: string;
  label: string;
  text: string;
  isNumeric: boolean;
  isRefused: boolean;
  refusal: string | undefined;
  mayWrite: boolean;
  onText: (text: string) => void;
}

/** What is typed counts when the cell is left, so that nothing jumps under the fingers. */
function Cell({ name, label, text, isNumeric, isRefused, refusal, mayWrite, onText }: CellGiven) {
  const t = useTranslate();
  const [typed, setTyped] = useState<string | null>(null);
  const isBad = isRefused || !!refusal;
  return (
    <TableCell className="cell" sx={{ bgcolor: isBad ? "var(--bad-wash, rgba(179, 38, 30, 0.12))" : undefined }}>
      <InputBase
        fullWidth
        value={typed ?? text}
        readOnly={!mayWrite}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          if (typed !== null && typed !== text) onText(typed);
          setTyped(null);
        }}
        onKeyDown={(event) => event.key === "Escape" && setTyped(null)}
        inputProps={{
          "data-cell": name,
          "aria-label": label,
          "aria-invalid": isBad,
          inputMode: isNumeric ? "decimal" : "text",
          autoComplete: "off",
          spellCheck: false,
        }}
        sx={{
          minWidth: isNumeric ? 84 : 130,
          fontSize: "0.875rem",
          "& input": { px: 1, py: 0.75, textAlign: isNumeric ? "right" : "left", fontVariantNumeric: "tabular-nums" },
        }}
      />
      {isBad && (
        <FormHelperText error sx={{ mt: 0, px: 1, pb: 0.5, maxWidth: 220 }}>
          {refusal ?? t("products.cell_wrong")}
        </FormHelperText>
      )}
    </TableCell>
  );
}

function isNumber(column: Column): boolean {
  return column !== "sku" && column !== "barcode";
}

function placeOf(target: EventTarget): { row: number; column: number } | null {
  const at = target instanceof HTMLElement ? target.dataset.cell?.split(":").map(Number) : undefined;
  return at ? { row: at[0] as number, column: at[1] as number } : null;
}

/** By row, its place among those that are sent; undefined where it is not. */
function placesOf(rows: readonly Row[]): (number | undefined)[] {
  let sent = 0;
  return rows.map((row) => {
    if (!isSent(row)) return undefined;
    sent += 1;
    return sent - 1;
  });
}

function refusalOf(of: Record<string, unknown> | undefined, row: Row, column: Column): string | undefined {
  if (!of) return undefined;
  const currency = currencyOf(column);
  if (!currency) return messageIn(of[column]) ?? (column === "sku" ? messageIn(of.options) : undefined);
  const at = row.prices.findIndex((price) => price.currency === currency);
  const prices = of.prices as Record<number, { amount?: unknown; currency?: unknown }> | undefined;
  return messageIn(prices?.[at]?.amount) ?? messageIn(prices?.[at]?.currency);
}

function messageIn(error: unknown): string | undefined {
  return (error as { message?: string } | undefined)?.message;
}
