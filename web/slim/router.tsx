/**
 * In the place of `react-router-dom`: the same words without the router of data, whose loaders, actions and fetchers
 * nobody here has. What react-admin takes that one for is here: pages by what stands behind the `#`, and a navigation
 * that can be held back.
 */
import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  type Blocker,
  type BlockerFunction,
  UNSAFE_createHashHistory as createHashHistory,
  Router,
} from "react-router";
import { type Holder, IDLE, navigation } from "./navigation";

export * from "react-router";

type History = ReturnType<typeof createHashHistory>;
interface HashRouter {
  history: History;
  basename?: string;
  element: ReactNode;
}

let only: History | undefined; // a window has one

/** Whom navigations are asked of; react-admin sees by it that they can be. */
export const UNSAFE_DataRouterContext = createContext<Set<Holder> | null>(null);
export const UNSAFE_DataRouterStateContext = UNSAFE_DataRouterContext;

type Given = Omit<HashRouter, "history">;

export function createHashRouter([{ element }]: [Given], { basename }: Partial<Given>): HashRouter {
  only ??= createHashHistory();
  return { history: only, basename, element };
}

export function RouterProvider({ router: { history, basename, element } }: { router: HashRouter }) {
  const [{ action, location }, setAt] = useState({ action: history.action, location: history.location });
  const holders = useMemo(() => new Set<Holder>(), []);
  const navigator = useMemo(() => {
    const { createHref, createURL, encodeLocation, go } = history;
    const show = () => startTransition(() => setAt({ action: history.action, location: history.location }));
    return { ...navigation(history, holders, show), createHref, createURL, encodeLocation, go };
  }, [history, holders]);
  useLayoutEffect(
    () => history.listen(({ location, delta }) => navigator.popped(location, delta)),
    [history, navigator],
  );
  return (
    <UNSAFE_DataRouterContext.Provider value={holders}>
      <Router basename={basename} location={location} navigationType={action} navigator={navigator}>
        {element}
      </Router>
    </UNSAFE_DataRouterContext.Provider>
  );
}

export function useBlocker(shouldBlock: boolean | BlockerFunction): Blocker {
  const holders = useContext(UNSAFE_DataRouterContext);
  const [blocker, setBlocker] = useState<Blocker>(IDLE);
  const rule = useRef(shouldBlock);
  useLayoutEffect(() => {
    rule.current = shouldBlock;
  });
  useEffect(() => {
    const asks: BlockerFunction = (asked) => (typeof rule.current === "function" ? rule.current(asked) : rule.current);
    const holder = { asks, holds: setBlocker };
    holders?.add(holder);
    return () => void holders?.delete(holder);
  }, [holders]);
  return blocker;
}
