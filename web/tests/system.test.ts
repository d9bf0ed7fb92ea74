import { expect, test } from "vitest";
import { cadence, firstLoud, inOrder, isLoud, type Queue, span, stayed, waitingIn } from "../src/system/system";

const queue = (name: string, more: Partial<Queue> = {}): Queue => ({
  name,
  kind: "worker",
  waiting: 0,
  in_work: 0,
  oldest_s: null,
  dead_letters: 0,
  ...more,
});

test("what failed comes first, then what is late, then what moves, then by name", () => {
  const queues = [
    queue("d"),
    queue("c", { waiting: 3 }),
    queue("b", { oldest_s: 900 }),
    queue("a"),
    queue("z", { dead_letters: 1 }),
  ];
  expect(inOrder(queues).map((each) => each.name)).toEqual(["z", "b", "c", "a", "d"]);
  expect(queues.filter(isLoud).map((each) => each.name)).toEqual(["b", "z"]);
  expect(firstLoud(queues)).toBe("z");
  expect(firstLoud([queue("a")])).toBeNull();
  expect(firstLoud([])).toBeNull();
});

test("what waits is what lies in queues and what is in work", () => {
  expect(waitingIn([queue("a", { waiting: 2, in_work: 1 }), queue("b", { waiting: null, in_work: null })])).toBe(3);
});

test("how often something runs is told in words where it is as the plan has it", () => {
  expect(cadence("rate(1 minute)")).toEqual({ minutes: 1 });
  expect(cadence("rate(5 minutes)")).toEqual({ minutes: 5 });
  expect(cadence("cron(5 0 * * ? *)")).toEqual({ daily: "00:05" });
  expect(cadence("cron(5 0 ? * MON *)")).toBeNull();
});

test("what was tried again and is still here is counted", () => {
  const outcomes = ["queued", "run", "failed", "gone", "too_old", "unreadable"] as const;
  const letters = outcomes.map((outcome, i) => ({ id: String(i), outcome }));
  expect(stayed({ object: "redrive", queue: "a", letters, left: 0 })).toBe(3);
});

test("a length of time has the unit that says most", () => {
  expect(span(59)).toEqual({ value: 59, unit: "second" });
  expect(span(61)).toEqual({ value: 1, unit: "minute" });
  expect(span(7300)).toEqual({ value: 2, unit: "hour" });
  expect(span(200_000)).toEqual({ value: 2, unit: "day" });
});
