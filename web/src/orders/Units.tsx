import { Stack, TextField, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import type { OrderItem } from "./order";

interface Given {
  item: OrderItem;
  /** How many there may be. */
  most: number;
  count: number;
  onCount: (count: number) => void;
}

/** A line of an order, and how many units of it are meant. */
export function Units({ item, most, count, onCount }: Given) {
  const t = useTranslate();
  return (
    <Stack direction="row" spacing={2} sx={{ alignItems: "center" }}>
      <Typography sx={{ flex: 1 }} variant="body2">
        {item.title}
        <Typography variant="caption" component="div" color="textSecondary">
          {item.sku}
        </Typography>
      </Typography>
      <TextField
        type="number"
        sx={{ width: 110 }}
        label={t("orders.of", { count: most })}
        value={count}
        onChange={(event) => onCount(Math.max(0, Math.min(most, Math.trunc(+event.target.value))))}
        slotProps={{ htmlInput: { min: 0, max: most, "aria-label": `${t("orders.quantity")} ${item.sku}` } }}
      />
    </Stack>
  );
}
