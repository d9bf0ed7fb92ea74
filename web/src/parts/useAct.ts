/** Doing something to a thing: once, however often it is clicked; said when it is done, waits or is refused. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { useNotify, useRefresh } from "react-admin";
import { type AskedAnyhow, askAnyhow } from "../api/client";
import type { Answer, AnyPath, Asked, Method, PathOf } from "../api/shapes";
import { useTellRefusal } from "./refusals";

export interface Acting {
  isBusy: boolean;
  /** The answer; null where it was refused, which is told already. */
  act: <M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    asked: Asked<M, P>,
    done: string,
  ) => Promise<Answer<M, P> | null>;
}

/** done: the key of the sentence for when it is done. */
export function useAct(): Acting {
  const [isBusy, setBusy] = useState(false);
  const running = useRef(false);
  const notify = useNotify();
  const refresh = useRefresh();
  const tell = useTellRefusal();
  const queries = useQueryClient();
  const act = useCallback<Acting["act"]>(
    async (method, path, asked, done) => {
      if (running.current) return null;
      running.current = true;
      setBusy(true);
      try {
        const answer = await askAnyhow(method, path as AnyPath, asked as AskedAnyhow);
        notify(answer.waits ? "shop.waits_for_approval" : done, { type: answer.waits ? "warning" : "success" });
        await queries.invalidateQueries();
        refresh();
        return answer as never;
      } catch (error) {
        tell(error);
        return null;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [notify, refresh, tell, queries],
  );
  return { isBusy, act };
}
