/** At the foot of a form: saving it, and what else a page puts there. Deleting is done elsewhere, not by a slip here. */
import type { ReactNode } from "react";
import { SaveButton, Toolbar } from "react-admin";

export function SaveBar({ children }: { children?: ReactNode }) {
  return (
    <Toolbar>
      <SaveButton />
      {children}
    </Toolbar>
  );
}
