/**
 * Customers out of a file: chosen, sent straight to where it is kept, tried out, then imported. Where it stands is in
 * the address, so that a reload goes on with it.
 */
import DownloadIcon from "@mui/icons-material/Download";
import UploadFileIcon from "@mui/icons-material/UploadFile";
import {
  Alert,
  Box,
  Button,
  Checkbox,
  FormControlLabel,
  Grid,
  Radio,
  RadioGroup,
  Stack,
  Typography,
} from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type DragEvent, useRef, useState } from "react";
import { useGetOne, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { ask } from "../api/client";
import { Problem } from "../api/problem";
import { putFile } from "../api/upload";
import { askAgainMs, isOver, type Job } from "../jobs/job";
import { Progress } from "../jobs/Progress";
import { ResultRows } from "../jobs/ResultRows";
import { saveFile } from "../parts/files";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { Status } from "../parts/Status";
import { fileProblem, TEMPLATE } from "./import";

type Existing = "skip" | "update";

export function ImportPage() {
  const t = useTranslate();
  const [params, setParams] = useSearchParams();
  const [file, setFile] = useState<File | null>(null);
  const [existing, setExisting] = useState<Existing>(params.get("existing") === "update" ? "update" : "skip");
  const [isTrial, setTrial] = useState(true);
  const { step, wrong, setWrong, send } = useImport();

  const job = params.get("job");
  const upload = params.get("upload");
  const wasTrial = params.get("trial") === "true";

  async function begin(of: File | string, trial: boolean) {
    const begun = await send(of, existing, trial);
    if (begun) setParams({ ...begun, existing, trial: String(trial) }, { replace: true });
  }

  function choose(chosen: File | undefined) {
    const problem = chosen && fileProblem(chosen);
    setFile(problem || !chosen ? null : chosen);
    setWrong(problem ? t(`imports.${problem}`) : null);
    if (chosen) setParams({}, { replace: true });
  }

  return (
    <Box>
      <PageHead title={t("rooms.customer_import")} text={t("imports.customers_text")} />
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 5 }}>
          <Panel title={t("imports.file")}>
            <Stack spacing={2}>
              <FileBox file={file} isBusy={!!step} onChoose={choose} />
              <Button
                startIcon={<DownloadIcon />}
                size="small"
                sx={{ alignSelf: "flex-start" }}
                onClick={() => saveFile(new Blob([TEMPLATE], { type: "text/csv" }), "customers.csv")}
              >
                {t("imports.template")}
              </Button>
              <Typography variant="subtitle2" component="h3" id="existing">
                {t("imports.existing")}
              </Typography>
              <RadioGroup
                aria-labelledby="existing"
                value={existing}
                onChange={(_, value) => setExisting(value as Existing)}
              >
                <FormControlLabel value="skip" control={<Radio size="small" />} label={t("imports.skip")} />
                <FormControlLabel value="update" control={<Radio size="small" />} label={t("imports.update")} />
              </RadioGroup>
              <FormControlLabel
                sx={{ ml: -1.25 }}
                control={<Checkbox size="small" checked={isTrial} onChange={(_, value) => setTrial(value)} />}
                label={t("imports.trial")}
              />
              {wrong && <Alert severity="error">{wrong}</Alert>}
              <Button
                variant="contained"
                disabled={!file || !!step}
                onClick={() => file && begin(file, isTrial)}
                sx={{ alignSelf: "flex-start" }}
              >
                {t(step ? `imports.${step}` : isTrial ? "imports.try" : "imports.begin")}
              </Button>
            </Stack>
          </Panel>
        </Grid>
        <Grid size={{ xs: 12, md: 7 }}>
          {job && (
            <Came
              key={job}
              id={job}
              wasTrial={wasTrial}
              isBusy={!!step}
              onImport={upload ? () => begin(upload, false) : undefined}
            />
          )}
        </Grid>
      </Grid>
    </Box>
  );
}

/** Sends a file, or takes one that was sent, and begins the job: once, however often it is asked for. */
function useImport() {
  const t = useTranslate();
  const refusal = useRefusal();
  const queries = useQueryClient();
  const running = useRef(false);
  const [step, setStep] = useState<"sending" | "beginning" | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  async function send(of: File | string, existing: Existing, trial: boolean) {
    if (running.current) return null;
    running.current = true;
    setWrong(null);
    try {
      const upload = typeof of === "string" ? of : await sent(of);
      setStep("beginning");
      const body = { upload_id: upload, on_existing: existing, dry_run: trial };
      const answer = await ask("POST", "/admin/customers/import", { body });
      await queries.invalidateQueries({ queryKey: ["jobs"] });
      return { upload, job: answer.body.id };
    } catch (error) {
      const unknown = error instanceof Problem && (error.detail.details?.unknown as string[] | undefined);
      setWrong(unknown ? t("imports.unknown_columns", { columns: unknown.join(", ") }) : refusal(error));
      return null;
    } finally {
      running.current = false;
      setStep(null);
    }
  }

  async function sent(file: File): Promise<string> {
    setStep("sending");
    const { body } = await ask("POST", "/admin/customers/uploads", { body: { size_bytes: file.size } });
    await putFile(body, file);
    return body.id;
  }

  return { step, wrong, setWrong, send };
}

interface BoxGiven {
  file: File | null;
  isBusy: boolean;
  onChoose: (file: File | undefined) => void;
}

function FileBox({ file, isBusy, onChoose }: BoxGiven) {
  const t = useTranslate();
  const [isOver, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!isBusy) onChoose(event.dataTransfer.files[0]);
  };
  return (
    <Stack
      spacing={1}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        alignItems: "center",
        textAlign: "center",
        p: 3,
        border: 1,
        borderStyle: "dashed",
        borderColor: isOver ? "primary.main" : "divider",
        borderRadius: 2,
        bgcolor: isOver ? "var(--wash)" : undefined,
      }}
    >
      <UploadFileIcon color="action" fontSize="large" />
      <Typography sx={{ wordBreak: "break-word", fontWeight: file ? 600 : 400 }}>
        {file ? file.name : t("imports.drop")}
      </Typography>
      {file && (
        <Typography variant="caption" color="textSecondary">
          {t("imports.size", { kb: Math.ceil(file.size / 1000) })}
        </Typography>
      )}
      <Button variant="outlined" disabled={isBusy} onClick={() => field.current?.click()}>
        {t(file ? "imports.other" : "imports.choose")}
      </Button>
      <input
        ref={field}
        type="file"
        hidden
        accept=".csv,text/csv"
        aria-label={t("imports.choose")}
        onChange={(event: ChangeEvent<HTMLInputElement>) => {
          onChoose(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </Stack>
  );
}

interface CameGiven {
  id: string;
  wasTrial: boolean;
  isBusy: boolean;
  onImport: (() => void) | undefined;
}

/** What has become of it so far; after a trial, the way on. */
function Came({ id, wasTrial, isBusy, onImport }: CameGiven) {
  const t = useTranslate();
  const refusal = useRefusal();
  const { data: job, error } = useGetOne<Job>(
    "jobs",
    { id },
    { refetchInterval: ({ state }) => askAgainMs(state.data) },
  );
  if (error) return <Alert severity="warning">{refusal(error)}</Alert>;
  if (!job) return null;
  const isDone = job.status === "done";
  return (
    <Panel
      title={t(wasTrial ? "imports.would_become" : "imports.became_title")}
      more={<Status of="job" value={job.status} />}
    >
      <Stack spacing={2}>
        <Progress job={job} />
        {!isOver(job) && <Typography color="textSecondary">{t("jobs.may_leave")}</Typography>}
        {job.failure && (
          <Alert severity="error">{t(`jobs.failures.${job.failure.code}`, { _: job.failure.code })}</Alert>
        )}
        <Facts
          of={Object.entries(job.counts).map(
            ([what, count]) => [t(`jobs.counts.${what}`, { _: what }), count] as const,
          )}
        />
        {isDone && wasTrial && <Alert severity="info">{t("imports.tried")}</Alert>}
        {isDone && wasTrial && onImport && (
          <Button variant="contained" disabled={isBusy} onClick={onImport} sx={{ alignSelf: "flex-start" }}>
            {t("imports.for_real")}
          </Button>
        )}
        {job.result_url && (
          <ResultRows
            address={job.result_url}
            of={{ id: "customer_id", name: "row", page: (customer) => `/customers/${customer}/show` }}
          />
        )}
      </Stack>
    </Panel>
  );
}
