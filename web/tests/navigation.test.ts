import type { Blocker, Location, Path } from "react-router";
import { describe, expect, it } from "vitest";
import { type History, type Holder, navigation } from "../slim/navigation";

const at = (pathname: string): Location => ({ pathname, search: "", hash: "", state: null, key: "", mask: undefined });

/** A window whose history says what it was told, and a page with something unsaved. */
function aWindow({ isUnsaved }: { isUnsaved: boolean }) {
  const told: string[] = [];
  const shown: string[] = [];
  const page = { isUnsaved, blocker: undefined as Blocker | undefined };
  const go = (how: string, to: Partial<Path>) => {
    history.location = at(to.pathname ?? "/");
    told.push(`${how} ${to.pathname}`);
  };
  const history: History & { location: Location } = {
    action: "PUSH",
    location: at("/orders"),
    push: (to) => go("push", to),
    replace: (to) => go("replace", to),
    go: (delta) => told.push(`go ${delta}`),
  };
  const holder: Holder = {
    asks: () => page.isUnsaved,
    holds: (blocker) => {
      page.blocker = blocker;
    },
  };
  const goes = navigation(history, new Set([holder]), () => shown.push(history.location.pathname));
  return { goes, history, told, shown, page };
}

describe("a navigation", () => {
  it("goes where nothing is unsaved", () => {
    const { goes, told, shown } = aWindow({ isUnsaved: false });
    goes.push({ pathname: "/products" });
    expect([told, shown]).toEqual([["push /products"], ["/products"]]);
  });

  it("is held back where something is, and goes on once somebody lets it", () => {
    const { goes, told, shown, page } = aWindow({ isUnsaved: true });
    goes.replace({ pathname: "/products" });
    expect([told, shown, page.blocker?.location?.pathname]).toEqual([[], [], "/products"]);
    page.blocker?.proceed?.();
    expect([told, shown, page.blocker?.state]).toEqual([["replace /products"], ["/products"], "unblocked"]);
    goes.push({ pathname: "/tickets" });
    expect(page.blocker?.state).toBe("blocked"); // it was let go once
  });

  it("stays where somebody stays", () => {
    const { goes, told, page } = aWindow({ isUnsaved: true });
    goes.push({ pathname: "/products" });
    page.blocker?.reset?.();
    expect([told, page.blocker?.state]).toEqual([[], "unblocked"]);
  });

  it("by the browser's own button is undone, and done again once somebody lets it", () => {
    const { goes, history, told, shown, page } = aWindow({ isUnsaved: true });
    goes.popped(at("/"), -1);
    expect([told, shown]).toEqual([["go 1"], []]);
    goes.popped(at("/orders"), 1); // which that undoing is
    expect([shown, page.blocker?.state]).toEqual([[], "blocked"]);
    page.blocker?.proceed?.();
    expect(told).toEqual(["go 1", "go -1"]);
    history.location = at("/");
    goes.popped(at("/"), -1);
    expect(shown).toEqual(["/"]);
  });

  it("to an address that was typed cannot be undone", () => {
    const { goes, history, shown } = aWindow({ isUnsaved: true });
    history.location = at("/team");
    goes.popped(at("/team"), null);
    expect(shown).toEqual(["/team"]);
  });
});
