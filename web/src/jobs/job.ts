import type { components } from "../api/schema";

export type Job = components["schemas"]["JobView"];

export const STATES: readonly Job["status"][] = ["queued", "running", "done", "failed", "canceled"];

export function isOver(job: Job): boolean {
  return job.status !== "queued" && job.status !== "running";
}

/** How far it has come, in percent; null while nobody knows how much there is. */
export function percent(job: Job): number | null {
  if (job.status === "done") return 100;
  if (job.total === null) return null;
  return job.total ? Math.min(100, Math.round(((job.done + job.failed) / job.total) * 100)) : 100;
}

const LIVE_MS = 2_000;
const LINK_MS = 30 * 60_000; // the link to its file is good for an hour

/** When it is asked for again: soon while it goes on; later for a link that still leads somewhere. */
export function askAgainMs(job: Job | undefined): number | false {
  if (!job || !isOver(job)) return LIVE_MS;
  return job.result_url ? LINK_MS : false;
}
