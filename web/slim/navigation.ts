/** Going from page to page, where what is unsaved on one may hold somebody back. */
import type { Blocker, BlockerFunction, Location, NavigationType, Path } from "react-router";

/** What is used of a window's history. */
export interface History {
  readonly action: `${NavigationType}`;
  readonly location: Location;
  push(to: Partial<Path>, state?: unknown): void;
  replace(to: Partial<Path>, state?: unknown): void;
  go(delta: number): void;
}

/** Whom a navigation is asked of, and who is told that it was held back. */
export interface Holder {
  asks: BlockerFunction;
  holds(blocker: Blocker): void;
}

export const IDLE: Blocker = { state: "unblocked", proceed: undefined, reset: undefined, location: undefined };

/** holders: the youngest last. arrived: called wherever another page is to be shown. */
export function navigation(history: History, holders: ReadonlySet<Holder>, arrived: () => void) {
  let here = history.location;
  let isLetGo = false;
  let isUndone = false;

  function arrive() {
    isLetGo = false;
    here = history.location;
    arrived();
  }

  /** Whether somebody holds it back, until whom `again` is for. */
  function isHeld(historyAction: `${NavigationType}`, nextLocation: Location, again: () => void): boolean {
    if (isLetGo) return false;
    const asked = { currentLocation: here, nextLocation, historyAction } as Parameters<BlockerFunction>[0];
    const holder = [...holders].reverse().find((each) => each.asks(asked));
    const reset = () => holder?.holds(IDLE);
    const proceed = () => {
      isLetGo = true;
      reset();
      again();
    };
    holder?.holds({ state: "blocked", location: nextLocation, proceed, reset });
    return holder !== undefined;
  }

  function move(how: "push" | "replace", to: Partial<Path>, state: unknown) {
    const next = { pathname: "/", search: "", hash: "", ...to, state, key: "", mask: undefined };
    const again = () => {
      history[how](to, state);
      arrive();
    };
    if (!isHeld(how === "push" ? ("PUSH" as const) : ("REPLACE" as const), next, again)) again();
  }

  return {
    push: (to: Partial<Path>, state?: unknown) => move("push", to, state),
    replace: (to: Partial<Path>, state?: unknown) => move("replace", to, state),
    /** What the browser did already, by its own buttons. delta: how far; null where an address was typed. */
    popped(location: Location, delta: number | null) {
      if (isUndone) {
        isUndone = false;
        return;
      }
      if (delta !== null && isHeld("POP", location, () => history.go(delta))) {
        isUndone = true;
        history.go(-delta);
      } else arrive();
    },
  };
}
