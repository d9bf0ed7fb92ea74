/** What waits for each part of the shop, and what failed for good; the loud ones first. */
import {
  Button,
  FormControlLabel,
  Switch,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { WIDE } from "../parts/narrow";
import { Panel } from "../parts/Panel";
import { inOrder, isLoud, type Queue, span } from "./system";

interface Given {
  queues: readonly Queue[];
  chosen: string | null;
  onChoose: (queue: string) => void;
}

export function Queues({ queues, chosen, onChoose }: Given) {
  const t = useTranslate();
  const [isAll, setAll] = useState(false);
  const shown = inOrder(queues).filter((queue) => isAll || queue.waiting !== null || isLoud(queue));
  return (
    <Panel
      title={t("system.queues")}
      more={
        <FormControlLabel
          control={<Switch size="small" checked={isAll} onChange={(event) => setAll(event.target.checked)} />}
          label={t("system.all_parts")}
        />
      }
    >
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("system.part")}</TableCell>
            <TableCell sx={WIDE}>{t("system.woken_by")}</TableCell>
            <TableCell align="right">{t("system.waits")}</TableCell>
            <TableCell align="right" sx={WIDE}>
              {t("system.in_work")}
            </TableCell>
            <TableCell align="right" sx={WIDE}>
              {t("system.oldest")}
            </TableCell>
            <TableCell align="right">{t("system.dead")}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {shown.map((queue) => (
            <TableRow key={queue.name} selected={queue.name === chosen}>
              <TableCell component="th" scope="row" sx={{ wordBreak: "break-word" }}>
                <code>{queue.name}</code>
              </TableCell>
              <TableCell sx={WIDE}>{t(`system.kinds.${queue.kind}`)}</TableCell>
              <TableCell align="right">{queue.waiting ?? "–"}</TableCell>
              <TableCell align="right" sx={WIDE}>
                {queue.in_work ?? "–"}
              </TableCell>
              <TableCell align="right" sx={WIDE}>
                <Age seconds={queue.oldest_s} />
              </TableCell>
              <TableCell align="right">
                {queue.dead_letters ? (
                  <Button
                    size="small"
                    color="error"
                    variant={queue.name === chosen ? "contained" : "outlined"}
                    aria-label={t("system.show_dead", { smart_count: queue.dead_letters, name: queue.name })}
                    onClick={() => onChoose(queue.name)}
                    sx={{ minWidth: 44 }}
                  >
                    {queue.dead_letters}
                  </Button>
                ) : (
                  (queue.dead_letters ?? "–")
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {!isAll && (
        <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
          {t("system.others_quiet", { smart_count: queues.length - shown.length })}
        </Typography>
      )}
    </Panel>
  );
}

function Age({ seconds }: { seconds: number | null }) {
  const locale = formatLocale(useLocale());
  if (seconds === null) return <>–</>;
  const { value, unit } = span(seconds);
  return <>{new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value)}</>;
}
