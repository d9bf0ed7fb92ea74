/** What may be done to a customer, by whoever may. */
import MoreVertIcon from "@mui/icons-material/MoreVert";
import { Button, IconButton, Menu, MenuItem } from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ask } from "../api/client";
import { saveFile } from "../parts/files";
import { useTellRefusal } from "../parts/refusals";
import { may } from "../shell/rooms";
import type { Customer } from "./customer";
import { ErasureDialog } from "./ErasureDialog";
import { MergeDialog } from "./MergeDialog";

const COPY_NEEDS = ["customers:read", "orders:read", "support:read"];

export function CustomerActions({ customer }: { customer: Customer }) {
  const t = useTranslate();
  const tell = useTellRefusal();
  const { permissions } = usePermissions<string[]>();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [doing, setDoing] = useState<"merge" | "erase" | null>(null);
  const mayErase = may(permissions, "customers:erase");
  const mayCopy = COPY_NEEDS.every((scope) => may(permissions, scope));
  const choose = (next: typeof doing) => {
    setAnchor(null);
    setDoing(next);
  };

  async function copy() {
    setAnchor(null);
    try {
      const { body } = await ask("GET", "/admin/personal_data", { query: { customer_id: customer.id } });
      saveFile(new Blob([JSON.stringify(body, null, 2)], { type: "application/json" }), `${customer.id}.json`);
    } catch (error) {
      tell(error);
    }
  }

  return (
    <>
      {may(permissions, "customers:write") && (
        <Button component={Link} to={`/customers/${customer.id}`} variant="outlined">
          {t("ra.action.edit")}
        </Button>
      )}
      {(mayErase || mayCopy) && (
        <IconButton
          aria-label={t("shop.more")}
          aria-haspopup="menu"
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreVertIcon />
        </IconButton>
      )}
      <Menu anchorEl={anchor} open={!!anchor} onClose={() => setAnchor(null)}>
        {mayCopy && <MenuItem onClick={copy}>{t("customers.copy")}</MenuItem>}
        {mayErase && <MenuItem onClick={() => choose("merge")}>{t("customers.merge")}</MenuItem>}
        {mayErase && (
          <MenuItem onClick={() => choose("erase")} sx={{ color: "error.main" }}>
            {t("customers.erase")}
          </MenuItem>
        )}
      </Menu>
      {doing === "merge" && <MergeDialog customer={customer} onEnd={() => setDoing(null)} />}
      {doing === "erase" && <ErasureDialog customer={customer} onEnd={() => setDoing(null)} />}
    </>
  );
}
