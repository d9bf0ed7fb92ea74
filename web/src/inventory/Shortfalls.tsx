import { Alert, Link as Anchor } from "@mui/material";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { Location, Shortfall } from "./levels";
import { useSku } from "./queries";

interface Given {
  shortfalls: readonly Shortfall[];
  locations: readonly Location[];
  onEnd: () => void;
}

/** Shelves with less than is set aside there, and the orders that wait for them. */
export function Shortfalls({ shortfalls, locations, onEnd }: Given) {
  if (!shortfalls.length) return null;
  return (
    <Alert severity="warning" onClose={onEnd} sx={{ mb: 2 }}>
      {shortfalls.map((each) => (
        <Short
          key={`${each.variant_id} ${each.location_id}`}
          shortfall={each}
          place={locations.find((location) => location.id === each.location_id)?.name ?? each.location_id}
        />
      ))}
    </Alert>
  );
}

function Short({ shortfall, place }: { shortfall: Shortfall; place: string }) {
  const t = useTranslate();
  const sku = useSku(shortfall.variant_id) ?? "…";
  return (
    <div>
      {t("inventory.short", { sku, place, smart_count: shortfall.short })}{" "}
      {shortfall.order_ids.map((id, i) => (
        <span key={id}>
          {i > 0 && ", "}
          <Anchor component={Link} to={`/orders/${id}/show`}>
            {id.slice(-6)}
          </Anchor>
        </span>
      ))}
      {shortfall.has_more && " …"}
    </div>
  );
}
