/** The grid itself: SKUs down, locations across; what is on hand is typed over. */
import WarningIcon from "@mui/icons-material/WarningAmberOutlined";
import {
  Link as Anchor,
  Box,
  Button,
  InputBase,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Tooltip,
} from "@mui/material";
import { Fragment, type KeyboardEvent } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { type Counts, type GridRow, isLow, keyOf, type Level, type Location } from "./levels";

interface Given {
  rows: readonly GridRow[];
  locations: readonly Location[];
  counts: Counts;
  wrong: readonly string[];
  mayWrite: boolean;
  onCounts: (counts: Counts) => void;
  onOpen: (level: Level) => void;
}

const COLUMNS = ["available", "on_hand", "reserved", "reorder_point"] as const;

export function LevelGrid({ rows, locations, counts, wrong, mayWrite, onCounts, onOpen }: Given) {
  const t = useTranslate();

  function onCount(level: Level, typed: string) {
    const { [keyOf(level)]: _, ...others } = counts;
    onCounts(typed.trim() === String(level.on_hand) ? others : { ...others, [keyOf(level)]: typed });
  }

  /** Up and down the column, as in a sheet. */
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const from = event.target instanceof HTMLElement ? event.target.dataset.count : undefined;
    if (!from || !["Enter", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const column = [...event.currentTarget.querySelectorAll<HTMLInputElement>(`[data-count="${from}"]`)];
    const next = column[column.indexOf(event.target as HTMLInputElement) + (event.key === "ArrowUp" ? -1 : 1)];
    next?.focus();
    next?.select();
  }

  return (
    <Box sx={{ overflowX: "auto" }}>
      <Table
        size="small"
        aria-label={t("rooms.levels")}
        onKeyDown={onKeyDown}
        sx={{
          "& td, & th": { px: 1.25 },
          "& .first": { borderLeft: 1, borderLeftColor: "divider" },
          "& .sku": { position: "sticky", left: 0, bgcolor: "background.paper", zIndex: 1 },
        }}
      >
        <TableHead>
          <TableRow>
            <TableCell rowSpan={2} className="sku" sx={{ verticalAlign: "bottom" }}>
              {t("inventory.sku")}
            </TableCell>
            {locations.map((each) => (
              <TableCell key={each.id} colSpan={COLUMNS.length} className="first" scope="colgroup">
                {each.name}
                {!each.is_active && ` (${t("status.use.closed")})`}
              </TableCell>
            ))}
          </TableRow>
          <TableRow>
            {locations.map((each) =>
              COLUMNS.map((column, i) => (
                <TableCell key={`${each.id} ${column}`} align="right" className={i ? undefined : "first"}>
                  {t(`inventory.${column}`)}
                </TableCell>
              )),
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={row.variant_id} hover>
              <TableCell component="th" scope="row" className="sku" sx={{ whiteSpace: "nowrap" }}>
                <Anchor
                  component={Link}
                  to={`/products?filter=${encodeURIComponent(JSON.stringify({ sku: row.sku }))}`}
                  color="inherit"
                  underline="hover"
                >
                  {row.sku}
                </Anchor>
              </TableCell>
              {locations.map((each) => {
                const level = row.at[each.id];
                if (!level)
                  return (
                    <TableCell
                      key={each.id}
                      colSpan={COLUMNS.length}
                      className="first"
                      sx={{ color: "text.secondary" }}
                    >
                      –
                    </TableCell>
                  );
                return (
                  <Cells
                    key={each.id}
                    level={level}
                    location={each}
                    typed={counts[keyOf(level)]}
                    isWrong={wrong.includes(keyOf(level))}
                    mayWrite={mayWrite}
                    onCount={(typed) => onCount(level, typed)}
                    onOpen={() => onOpen(level)}
                  />
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

interface CellsGiven {
  level: Level;
  location: Location;
  typed: string | undefined;
  isWrong: boolean;
  mayWrite: boolean;
  onCount: (typed: string) => void;
  onOpen: () => void;
}

function Cells({ level, location, typed, isWrong, mayWrite, onCount, onOpen }: CellsGiven) {
  const t = useTranslate();
  const where = `${level.sku}, ${location.name}`;
  const isChanged = typed !== undefined;
  return (
    <Fragment>
      <TableCell align="right" className="first" sx={{ fontWeight: 600, whiteSpace: "nowrap" }}>
        {isLow(level) && (
          <Tooltip title={t("inventory.is_low")}>
            <WarningIcon
              color="warning"
              aria-label={t("inventory.is_low")}
              sx={{ fontSize: 16, mr: 0.5, verticalAlign: "text-bottom" }}
            />
          </Tooltip>
        )}
        {level.available}
      </TableCell>
      <TableCell align="right" sx={{ py: 0.25 }}>
        {mayWrite ? (
          <InputBase
            value={typed ?? String(level.on_hand)}
            onChange={(event) => onCount(event.target.value)}
            onFocus={(event) => event.target.select()}
            onKeyDown={(event) => event.key === "Escape" && onCount(String(level.on_hand))}
            slotProps={{
              input: {
                "data-count": location.id,
                "aria-label": `${t("inventory.on_hand")}, ${where}`,
                "aria-invalid": isWrong,
                inputMode: "numeric",
                autoComplete: "off",
              } as Record<string, unknown>,
            }}
            sx={{
              width: 76,
              fontSize: "0.875rem",
              border: 1,
              borderColor: isWrong ? "error.main" : isChanged ? "primary.main" : "divider",
              borderRadius: 1,
              bgcolor: isChanged ? "var(--wash)" : undefined,
              "& input": { px: 1, py: 0.375, textAlign: "right", fontVariantNumeric: "tabular-nums" },
            }}
          />
        ) : (
          level.on_hand
        )}
      </TableCell>
      <TableCell align="right">{level.reserved}</TableCell>
      <TableCell align="right">
        {mayWrite ? (
          <Button
            size="small"
            color="inherit"
            onClick={onOpen}
            aria-label={`${t("inventory.limits")}, ${where}: ${level.reorder_point}`}
            sx={{ minWidth: 40, fontWeight: 400, textDecoration: "underline dotted", textUnderlineOffset: 3 }}
          >
            {level.reorder_point}
          </Button>
        ) : (
          level.reorder_point
        )}
      </TableCell>
    </Fragment>
  );
}
