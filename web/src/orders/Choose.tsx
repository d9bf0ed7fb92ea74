/** What chooses rows of the list. react-admin's own has its name where a screen reader may not look for it. */
import { Checkbox } from "@mui/material";
import { useDataTableCallbacksContext, useListContext, useRecordContext, useTranslate } from "react-admin";
import type { Order } from "./order";

export function Choose() {
  const t = useTranslate();
  const order = useRecordContext<Order>();
  const { selectedIds } = useListContext<Order>();
  const { handleToggleItem } = useDataTableCallbacksContext();
  if (!order) return null;
  const name = order.number ? `#${order.number}` : order.id;
  return (
    <Checkbox
      size="small"
      sx={{ m: -1 }}
      checked={selectedIds.includes(order.id)}
      onClick={(event) => {
        event.stopPropagation(); // the row itself leads to the order
        handleToggleItem?.(order.id, event);
      }}
      slotProps={{ input: { "aria-label": t("orders.choose", { name }) } }}
    />
  );
}

/** All of the page; those of other pages stay as they are. */
export function ChoosePage() {
  const t = useTranslate();
  const { data = [], selectedIds, onSelect } = useListContext<Order>();
  const here = data.map((order) => order.id);
  const isAll = here.length > 0 && here.every((id) => selectedIds.includes(id));
  const elsewhere = selectedIds.filter((id) => !here.includes(id));
  return (
    <Checkbox
      size="small"
      sx={{ m: -1 }}
      checked={isAll}
      indeterminate={!isAll && selectedIds.length > elsewhere.length}
      onChange={() => onSelect(isAll ? elsewhere : [...elsewhere, ...here])}
      slotProps={{ input: { "aria-label": t("orders.choose_page") } }}
    />
  );
}
