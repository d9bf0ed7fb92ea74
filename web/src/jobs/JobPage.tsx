/** One job: how far it has come, while it goes on and after; its address is all that is needed to come back to it. */
import DownloadIcon from "@mui/icons-material/Download";
import { Alert, Box, Button, Stack, Typography } from "@mui/material";
import { Loading, ShowBase, usePermissions, useRecordContext, useTranslate } from "react-admin";
import { ActorOf } from "../parts/Actor";
import { safeLink } from "../parts/links";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { useAct } from "../parts/useAct";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { askAgainMs, isOver, type Job } from "./job";
import { Progress } from "./Progress";
import { type Of, ResultRows } from "./ResultRows";

/** Kinds whose file tells of each thing what became of it. */
const ORDERS: Of = { id: "order_id", name: "number", page: (order) => `/orders/${order}/show` };
const TOLD: Record<string, Of> = { order_shipping: ORDERS, order_canceling: ORDERS };

export function JobPage() {
  return (
    <ShowBase<Job> queryOptions={{ refetchInterval: ({ state }) => askAgainMs(state.data) }}>
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const job = useRecordContext<Job>();
  const t = useTranslate();
  if (!job) return <Loading />;
  const title = t(`jobs.kinds.${job.kind}`, { _: job.kind });
  const link = safeLink(job.result_url);
  const told = TOLD[job.kind];
  return (
    <Box sx={{ maxWidth: 720 }}>
      <PageHead title={title} states={<Status of="job" value={job.status} />}>
        <Actions job={job} />
      </PageHead>
      <Stack spacing={2}>
        <Panel title={t("jobs.progress")}>
          <Stack spacing={2}>
            <Progress job={job} />
            {!isOver(job) && <Typography color="textSecondary">{t("jobs.may_leave")}</Typography>}
            {job.failure && (
              <Alert severity="error">{t(`jobs.failures.${job.failure.code}`, { _: job.failure.code })}</Alert>
            )}
            {link && (
              <Button
                href={link}
                rel="noopener noreferrer"
                variant="contained"
                startIcon={<DownloadIcon />}
                sx={{ alignSelf: "flex-start" }}
              >
                {t("jobs.download")}
              </Button>
            )}
            {link && (
              <Typography variant="caption" color="textSecondary">
                {t("jobs.kept")}
              </Typography>
            )}
            {job.status === "done" && !link && <Typography color="textSecondary">{t("jobs.no_file")}</Typography>}
          </Stack>
        </Panel>
        {link && told && (
          <Panel title={t("jobs.became")}>
            <ResultRows address={link} of={told} />
          </Panel>
        )}
        <Panel title={t("shop.details")}>
          <Facts
            of={[
              [t("resources.jobs.fields.created_by"), <ActorOf key="by" id={job.created_by} />],
              [t("resources.jobs.fields.created_at"), <When key="at" at={job.created_at} isExact />],
              [t("resources.jobs.fields.ended_at"), job.ended_at && <When key="end" at={job.ended_at} isExact />],
              ...Object.entries(job.counts).map(
                ([what, count]) => [t(`jobs.counts.${what}`, { _: what }), count] as const,
              ),
              ["ID", <code key="id">{job.id}</code>],
            ]}
          />
        </Panel>
      </Stack>
    </Box>
  );
}

function Actions({ job }: { job: Job }) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  if (!may(permissions, "jobs:write")) return null;
  const mayResume = job.status === "failed" || job.status === "canceled";
  return (
    <>
      {!isOver(job) && (
        <Button
          variant="outlined"
          color="error"
          disabled={isBusy}
          onClick={() => act("POST", "/admin/jobs/{job_id}/cancel", { path: { job_id: job.id } }, "jobs.canceled")}
        >
          {t("jobs.cancel")}
        </Button>
      )}
      {mayResume && (
        <Button
          variant="outlined"
          disabled={isBusy}
          onClick={() => act("POST", "/admin/jobs/{job_id}/resume", { path: { job_id: job.id } }, "jobs.resumed")}
        >
          {t("jobs.resume")}
        </Button>
      )}
    </>
  );
}
