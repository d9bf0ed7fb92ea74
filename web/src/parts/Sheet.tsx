/** A form: its fields one below the other, and what saves them at its foot. Deleting is not done by a slip there. */
import type { ReactNode } from "react";
import { SaveButton, SimpleForm, type SimpleFormProps, Toolbar } from "react-admin";

interface Given extends Omit<SimpleFormProps, "toolbar"> {
  /** Pixels. */
  widest?: number;
  /** false: nothing is saved here. */
  foot?: ReactNode;
}

export function Sheet({ widest = 720, foot, ...form }: Given) {
  return (
    <SimpleForm
      warnWhenUnsavedChanges
      toolbar={foot === false ? false : <SaveBar>{foot}</SaveBar>}
      sx={{
        maxWidth: widest,
        "& > .MuiStack-root": { gap: 2, alignItems: "stretch", pt: 0.5 },
        "& .MuiFormControl-root, & .MuiAutocomplete-root": { my: 0 },
      }}
      {...form}
    />
  );
}

function SaveBar({ children }: { children?: ReactNode }) {
  return (
    <Toolbar sx={{ bgcolor: "background.paper", borderTop: 1, borderColor: "divider", mt: 0 }}>
      <SaveButton />
      {children}
    </Toolbar>
  );
}
