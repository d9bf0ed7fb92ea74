import DownloadIcon from "@mui/icons-material/Download";
import { Button, useListContext, usePermissions, useTranslate } from "react-admin";
import { useNavigate } from "react-router-dom";
import { useAct } from "../parts/useAct";
import { may } from "../shell/rooms";

const ALONG = ["status", "created_at[gte]", "created_at[lt]"] as const;

/** All that the filters of time and state let through, however much it is, as a file: a job, which goes on by itself. */
export function ExportButton() {
  const t = useTranslate();
  const navigate = useNavigate();
  const { filterValues } = useListContext();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  if (!may(permissions, "orders:read") || !may(permissions, "jobs:read")) return null;
  const begin = async () => {
    const given = ALONG.filter((name) => filterValues[name]).map((name) => [
      name.replace(/\[(\w+)\]/, "_$1"),
      filterValues[name],
    ]);
    const body = { format: "csv", ...Object.fromEntries(given) };
    const answer = await act<{ id: string }>("POST", "/admin/orders/export", { body }, "jobs.begun");
    if (answer) navigate(`/jobs/${answer.body.id}/show`);
  };
  return (
    <Button label={t("shop.export")} onClick={begin} disabled={isBusy}>
      <DownloadIcon />
    </Button>
  );
}
