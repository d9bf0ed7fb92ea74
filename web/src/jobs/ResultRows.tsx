/** What became of each row of a file that was imported: those that failed at once, all of them where somebody asks. */
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
  /** The field that names what a row became, and the page of it. */
  of: { field: string; page: (id: string) => string };
}

export function ResultRows({ address, of }: Given) {
  const t = useTranslate();
  const [isAll, setAll] = useState(false);
  const { data: rows, error } = useQuery({
    queryKey: ["result", address.split("?")[0]],
    queryFn: async ({ signal }) => rowsOf(await (await fetch(address, { signal })).text()),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error) return <Alert severity="info">{t("imports.rows_unread")}</Alert>;
  if (!rows) return <LinearProgress aria-label={t("ra.page.loading")} />;
  const failed = rows.filter((row) => row.status === "failed");
  const shown = isAll ? rows : failed;
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
                <TableCell align="right">{t("imports.row")}</TableCell>
                <TableCell>{t("imports.became")}</TableCell>
                <TableCell>{t("imports.column")}</TableCell>
                <TableCell>{t("imports.why")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.slice(0, SHOWN_MOST).map((row) => (
                <Row key={row.row} row={row} of={of} />
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

function Row({ row, of }: { row: ResultRow; of: Given["of"] }) {
  const t = useTranslate();
  const id = row[of.field];
  const state = <Status of="import_row" value={row.status ?? ""} />;
  return (
    <TableRow>
      <TableCell align="right">{row.row}</TableCell>
      <TableCell>{id ? <Link to={of.page(id)}>{state}</Link> : state}</TableCell>
      <TableCell>{row.column && <code>{row.column}</code>}</TableCell>
      <TableCell sx={{ wordBreak: "break-word" }}>
        {row.code ? t(`imports.codes.${row.code}`, { _: row.message || row.code }) : ""}
      </TableCell>
    </TableRow>
  );
}
