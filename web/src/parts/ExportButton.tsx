import DownloadIcon from "@mui/icons-material/Download";
import { Tooltip } from "@mui/material";
import { Button, useListContext, usePermissions, useTranslate, useTranslateLabel } from "react-admin";
import { useNavigate } from "react-router-dom";
import { isGiven } from "../api/client";
import type { PathOf } from "../api/shapes";
import { may } from "../shell/rooms";
import { flat } from "./filters";
import { useAct } from "./useAct";

interface Given {
  /** The route that begins it. */
  path: Extract<PathOf<"POST">, `${string}/export`>;
  scope: string;
  /** Which of the list's filters go along. */
  along: readonly string[];
  /** What is asked for besides. */
  body?: Record<string, unknown>;
}

/** All that the filters let through, however much it is, as a file: a job, which goes on by itself. */
export function ExportButton({ path, scope, along, body = {} }: Given) {
  const t = useTranslate();
  const navigate = useNavigate();
  const label = useTranslateLabel();
  const { filterValues, resource } = useListContext();
  const filters = flat(filterValues);
  const { permissions } = usePermissions<string[]>();
  const { isBusy, act } = useAct();
  if (!may(permissions, scope) || !may(permissions, "jobs:read")) return null;
  const begin = async () => {
    const given = { ...body, ...filtersAlong(filters, along) };
    const answer = await act("POST", path, { body: given as never }, "jobs.begun");
    if (answer && !answer.waits) navigate(`/jobs/${answer.body.id}/show`);
  };
  const [other] = leftBehind(filters, along);
  const why = other && t("shop.not_exported_by", { filter: label({ source: other, resource }) });
  return (
    <Tooltip title={why ?? ""}>
      <span>
        <Button label={t("shop.export")} onClick={begin} disabled={isBusy || why !== undefined}>
          <DownloadIcon />
        </Button>
      </span>
    </Tooltip>
  );
}

/** Filters that are set and no export knows: without them the file would hold more than the screen. */
export function leftBehind(filters: Record<string, unknown>, along: readonly string[]): string[] {
  return Object.keys(filters).filter((name) => isGiven(filters[name]) && !along.includes(name));
}

/** A list's filters as a body has them: `created_at[gte]` is `created_at_gte`. */
export function filtersAlong(filters: Record<string, unknown>, along: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    along.filter((name) => isGiven(filters[name])).map((name) => [name.replace(/\[(\w+)\]/, "_$1"), filters[name]]),
  );
}
