import { useNotify } from "react-admin";
import { useAct } from "../parts/useAct";
import { stayed } from "./system";

/** Tries these again, all of the queue where none are named; says how many did not get anywhere. */
export function useRedrive(queue: string) {
  const { isBusy, act } = useAct();
  const notify = useNotify();
  async function redrive(ids: readonly string[] | null): Promise<boolean> {
    const body = ids ? { queue, ids: [...ids] } : { queue };
    const answer = await act("POST", "/admin/system/dead_letters/redrive", { body }, "system.redriven");
    const failed = answer ? stayed(answer.body) : 0;
    if (failed) notify("system.redrive_stayed", { type: "error", messageArgs: { smart_count: failed } });
    return answer !== null;
  }
  return { isBusy, redrive };
}
