/** What became of each row of a job's file: those that failed at once, all of them where somebody asks or none failed. */
import {
  Alert,
  LinearProgress,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { Status } from "../parts/Status";
import { type ResultRow, rowsOf } from "./result";

const SHOWN_MOST = 200;

interface Given {
  /** Of the job's file, a link that ends. */
  address: string;
  of: Of;
}

/** What the rows are about. */
export interface Of {
  /** The column with the id of what a row became or was about, and the page of it. */
  id: string;
  page: (id: string) => string;
  /** The column that somebody knows a row by: `row`, or `number` of an order. */
  name: "row" | "number";
}

export function ResultRows({ address, of }: Given) {
  const t = useTranslate();
  const [wanted, setAll] = useState<boolean | null>(null);
  const { data: rows, error } = useQuery({
    queryKey: ["result", address.split("?")[0]],
    queryFn: async ({ signal }) => rowsOf(await (await fetch(address, { signal })).text()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Alert severity="info">{t("imports.rows_unread")}</Alert>;
  if (!rows) return <LinearProgress aria-label={t("ra.page.loading")} />;
  const failed = rows.filter((row) => row.status === "failed");
  const isAll = wanted ?? !failed.length;
  const shown = isAll ? rows : failed;
  const hasColumns = rows.some((row) => row.column);
  return (
    <Stack spacing={1.5}>
      <ToggleButtonGroup exclusive size="small" value={isAll} onChange={(_, next) => next !== null && setAll(next)}>
        <ToggleButton value={false}>{t("imports.failed", { smart_count: failed.length })}</ToggleButton>
        <ToggleButton value={true}>{t("imports.all", { smart_count: rows.length })}</ToggleButton>
      </ToggleButtonGroup>
      {shown.length === 0 && <Typography color="textSecondary">{t("imports.none_failed")}</Typography>}
      {shown.length > 0 && (
        <TableContainer>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell align="right">{t(`imports.${of.name}`)}</TableCell>
                <TableCell>{t("imports.became")}</TableCell>
                {hasColumns && <TableCell>{t("imports.column")}</TableCell>}
                <TableCell>{t("imports.why")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.slice(0, SHOWN_MOST).map((row) => (
                <Row key={row[of.name] ?? row[of.id]} row={row} of={of} hasColumns={hasColumns} />
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {shown.length > SHOWN_MOST && (
        <Typography variant="caption" color="textSecondary">
          {t("imports.more", { count: SHOWN_MOST })}
        </Typography>
      )}
    </Stack>
  );
}

function Row({ row, of, hasColumns }: { row: ResultRow; of: Of; hasColumns: boolean }) {
  const id = row[of.id];
  const page = id && row.code !== "not_found" ? of.page(id) : null;
  const name = row[of.name] ?? id;
  const state = <Status of="import_row" value={row.status ?? ""} />;
  return (
    <TableRow>
      <TableCell align="right">
        {of.name === "number" && page ? <Link to={page}>{row.number ? `#${name}` : name}</Link> : name}
      </TableCell>
      <TableCell>{of.name === "row" && page ? <Link to={page}>{state}</Link> : state}</TableCell>
      {hasColumns && <TableCell>{row.column && <code>{row.column}</code>}</TableCell>}
      <TableCell sx={{ wordBreak: "break-word" }}>{row.code && <Why row={row} />}</TableCell>
    </TableRow>
  );
}

/** In the reader's words where there are some, else in the API's own. */
function Why({ row }: { row: ResultRow }) {
  const t = useTranslate();
  const told = t(`refusals.${row.code}`, { _: row.message || row.code, scope: "", sku: "" });
  return <>{t(`imports.codes.${row.code}`, { _: told })}</>;
}
