/** What runs by the clock: how often, when last, and run now for whoever may. */
import { Button, Table, TableBody, TableCell, TableHead, TableRow } from "@mui/material";
import { usePermissions, useTranslate } from "react-admin";
import { WIDE } from "../parts/narrow";
import { Panel } from "../parts/Panel";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { cadence, type Schedule } from "./system";

export function Schedules({ schedules }: { schedules: readonly Schedule[] }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  const mayRun = may(permissions, "system:write");
  return (
    <Panel title={t("system.schedules")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>{t("system.part")}</TableCell>
            <TableCell sx={WIDE}>{t("system.how_often")}</TableCell>
            <TableCell>{t("system.last_run")}</TableCell>
            {mayRun && <TableCell />}
          </TableRow>
        </TableHead>
        <TableBody>
          {schedules.map((schedule) => (
            <TableRow key={schedule.name}>
              <TableCell component="th" scope="row" sx={{ wordBreak: "break-word" }}>
                <code>{schedule.name}</code>
              </TableCell>
              <TableCell sx={WIDE}>
                <HowOften runs={schedule.runs} />
              </TableCell>
              <TableCell>
                <When at={schedule.last_run_at} />
              </TableCell>
              {mayRun && (
                <TableCell align="right">
                  <Button
                    size="small"
                    disabled={isBusy}
                    aria-label={t("system.run_now_of", { name: schedule.name })}
                    onClick={() =>
                      void act(
                        "POST",
                        "/admin/system/schedules/{schedule}/run",
                        { path: { schedule: schedule.name } },
                        "system.run_begun",
                      )
                    }
                  >
                    {t("system.run_now")}
                  </Button>
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  );
}

function HowOften({ runs }: { runs: string }) {
  const t = useTranslate();
  const often = cadence(runs);
  if (!often) return <code>{runs}</code>;
  if ("daily" in often) return <>{t("system.daily", { at: often.daily })}</>;
  return <>{t("system.every_minutes", { smart_count: often.minutes })}</>;
}
