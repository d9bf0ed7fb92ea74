import { LinearProgress, Stack, Typography } from "@mui/material";
import { useLocale, useTranslate } from "react-admin";
import { formatLocale } from "../i18n";
import { isOver, type Job, percent } from "./job";

/** How far a job has come, as a bar and in figures. */
export function Progress({ job, isBrief = false }: { job: Job; isBrief?: boolean }) {
  const t = useTranslate();
  const format = new Intl.NumberFormat(formatLocale(useLocale()));
  const part = percent(job);
  const isGoing = !isOver(job);
  const text = t(job.total === null ? "jobs.so_far" : "jobs.of", {
    done: format.format(job.done),
    total: format.format(job.total ?? 0),
  });
  return (
    <Stack spacing={0.5} sx={{ minWidth: isBrief ? 120 : 0 }}>
      {(isGoing || !isBrief) && (
        <LinearProgress
          aria-label={t("jobs.progress")}
          variant={part === null && isGoing ? "indeterminate" : "determinate"}
          value={part ?? 0}
          color={job.status === "failed" ? "error" : "primary"}
          sx={{ height: isBrief ? 4 : 8, borderRadius: 4 }}
        />
      )}
      <Typography variant={isBrief ? "caption" : "body2"} color="textSecondary" aria-live="polite">
        {text}
        {job.failed > 0 && ` · ${t("jobs.failed_things", { smart_count: job.failed })}`}
      </Typography>
    </Stack>
  );
}
