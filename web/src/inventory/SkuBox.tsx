/** A variant by its SKU, typed or scanned. */
import { Box, TextField } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type InputProps, useInput, useTranslate } from "react-admin";
import { useTellRefusal } from "../parts/refusals";
import { findVariant, useSku } from "./queries";

interface Given {
  variantId: string | undefined;
  onVariant: (id: string | undefined) => void;
}

export function SkuBox({ variantId, onVariant }: Given) {
  const t = useTranslate();
  const tell = useTellRefusal();
  const client = useQueryClient();
  const sku = useSku(variantId);
  const [typed, setTyped] = useState<string | null>(null);
  const [isUnknown, setUnknown] = useState(false);

  async function find() {
    const asked = typed?.trim();
    if (typed === null) return;
    if (!asked) {
      setTyped(null);
      return onVariant(undefined);
    }
    try {
      const found = await findVariant(client, asked);
      setUnknown(!found);
      if (!found) return;
      setTyped(null);
      onVariant(found.id);
    } catch (error) {
      tell(error);
    }
  }

  return (
    <TextField
      label={t("inventory.sku")}
      value={typed ?? (variantId ? (sku ?? "…") : "")}
      error={isUnknown}
      helperText={isUnknown ? t("inventory.sku_unknown") : undefined}
      onChange={(event) => {
        setTyped(event.target.value);
        setUnknown(false);
      }}
      onBlur={find}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        void find();
      }}
      sx={{ width: 180 }}
      slotProps={{ htmlInput: { autoComplete: "off", type: "search" } }}
    />
  );
}

/** The same as a filter of a list. */
export function SkuFilter(props: InputProps & { alwaysOn?: boolean }) {
  const { field } = useInput(props);
  return (
    <Box sx={{ mb: 0.5 }}>
      <SkuBox variantId={field.value || undefined} onVariant={(id) => field.onChange(id ?? null)} />
    </Box>
  );
}
