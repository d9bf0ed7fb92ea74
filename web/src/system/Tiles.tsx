/** How the shop is, in four figures. */
import { Card, Grid, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { type System, waitingIn } from "./system";

export function Tiles({ system }: { system: System }) {
  const t = useTranslate();
  const { alarms, cost, missing } = system;
  const on = alarms?.alarms.length ?? 0;
  const dead = system.dead_letters;
  return (
    <Grid container spacing={2}>
      <Tile title={t("system.dead_letters")} tone={dead ? "error.main" : "success.main"} more={t("system.dead_help")}>
        {dead}
      </Tile>
      <Tile title={t("system.waiting")} more={t("system.waiting_help")}>
        {waitingIn(system.queues)}
      </Tile>
      <Tile
        title={t("system.alarms_on")}
        tone={on ? "error.main" : undefined}
        more={alarms ? t("system.alarms_quiet", { smart_count: alarms.ok }) : t(`system.missing_${missing.alarms}`)}
      >
        {alarms ? on : "–"}
      </Tile>
      <Tile
        title={t("system.cost")}
        more={cost ? t("system.cost_since") : t(`system.missing_${missing.cost ?? "unknown"}`)}
      >
        {cost ? <Bill amount={cost.amount} currency={cost.currency} /> : "–"}
      </Tile>
    </Grid>
  );
}

/** AWS's bill: an amount with its decimals, in the bill's own currency. */
function Bill({ amount, currency }: { amount: string; currency: string }) {
  const locale = formatLocale(useLocale());
  return <>{new Intl.NumberFormat(locale, { style: "currency", currency }).format(Number(amount))}</>;
}

interface Given {
  title: string;
  more: string;
  tone?: string | undefined;
  children: ReactNode;
}

function Tile({ title, more, tone, children }: Given) {
  return (
    <Grid size={{ xs: 6, md: 3 }}>
      <Card component="section" aria-label={title} sx={{ p: 2, height: "100%" }}>
        <Typography variant="body2" color="textSecondary">
          {title}
        </Typography>
        <Typography variant="h5" component="p" sx={{ color: tone }}>
          {children}
        </Typography>
        <Typography variant="caption" color="textSecondary">
          {more}
        </Typography>
      </Card>
    </Grid>
  );
}
