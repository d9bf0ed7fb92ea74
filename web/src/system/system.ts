/** The rules of the system's page: what needs a look, and how often something runs, in words that can be translated. */
import type { components } from "../api/schema";

export type System = components["schemas"]["SystemView"];
export type Queue = components["schemas"]["QueueView"];
export type Schedule = components["schemas"]["ScheduleView"];
export type Letters = components["schemas"]["DeadLettersView"];
export type Letter = components["schemas"]["DeadLetterView"];
export type Redriven = components["schemas"]["RedriveView"];
export type ObjectEvents = components["schemas"]["ObjectEventsView"];
export type DropReason = components["schemas"]["Drop"]["reason"];

export const DROP_REASONS: readonly DropReason[] = ["done_by_hand", "duplicate", "outdated", "test", "other"];
export const AT_ONCE = 100; // dead letters that are shown, or dealt with in one request
const SLOW_S = 300; // a queue is late whose oldest message has waited so long

/** Whether somebody should look at it. */
export function isLoud(queue: Queue): boolean {
  return (queue.dead_letters ?? 0) > 0 || (queue.oldest_s ?? 0) >= SLOW_S;
}

/** Those that need a look first, then those in which something moves, then by name. */
export function inOrder(queues: readonly Queue[]): Queue[] {
  const weight = (queue: Queue) => [
    queue.dead_letters ?? 0,
    queue.oldest_s ?? 0,
    (queue.waiting ?? 0) + (queue.in_work ?? 0),
  ];
  return [...queues].sort((one, other) => {
    const [a, b] = [weight(one), weight(other)];
    const at = a.findIndex((each, i) => each !== b[i]);
    return at < 0 ? one.name.localeCompare(other.name) : (b[at] ?? 0) - (a[at] ?? 0);
  });
}

/** Whose dead letters are shown where nobody has chosen: of the queue that has most. */
export function firstLoud(queues: readonly Queue[]): string | null {
  const first = inOrder(queues)[0];
  return first?.dead_letters ? first.name : null;
}

export function waitingIn(queues: readonly Queue[]): number {
  return queues.reduce((sum, queue) => sum + (queue.waiting ?? 0) + (queue.in_work ?? 0), 0);
}

/** How often: so many minutes, or once a day at this time, UTC. null: in a way nobody foresaw. */
export type Cadence = { minutes: number } | { daily: string } | null;

export function cadence(runs: string): Cadence {
  const rate = /^rate\((\d+) minutes?\)$/.exec(runs);
  if (rate) return { minutes: Number(rate[1]) };
  const daily = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/.exec(runs);
  if (daily) return { daily: `${daily[2]?.padStart(2, "0")}:${daily[1]?.padStart(2, "0")}` };
  return null;
}

/** How many of those tried again did not get anywhere. */
export function stayed(redriven: Redriven): number {
  return redriven.letters.filter(({ outcome }) => ["failed", "too_old", "unreadable"].includes(outcome)).length;
}

/** A length of time as a person says it: `45 s`, `12 min`, `3 h`, `2 d`. */
export function span(seconds: number): { value: number; unit: "second" | "minute" | "hour" | "day" } {
  if (seconds < 60) return { value: seconds, unit: "second" };
  if (seconds < 3600) return { value: Math.floor(seconds / 60), unit: "minute" };
  if (seconds < 86_400) return { value: Math.floor(seconds / 3600), unit: "hour" };
  return { value: Math.floor(seconds / 86_400), unit: "day" };
}
