/** What needs a person: a number for each kind of it, which leads to the list. Nothing is shown of what there is none of. */

import { Card, CardActionArea, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { askAnyhow } from "../api/client";
import type { PathOf } from "../api/shapes";
import type { Page } from "../data/cursors";
import { When } from "../parts/When";
import { may } from "../shell/rooms";

const MOST = 100;
const EVERY_MS = 30_000;

interface Kind {
  name: string;
  reads: string;
  path: PathOf<"GET">;
  query: Record<string, unknown>;
  to: string;
  /** The field that says since when; the oldest is told. */
  since?: string;
  /** Of what is no list: how many there are. */
  count?: (body: Page) => number;
  everyMs?: number;
}

const filtered = (resource: string, filter: Record<string, unknown>) =>
  `/${resource}?${new URLSearchParams({ filter: JSON.stringify(filter), displayedFilters: JSON.stringify(Object.fromEntries(Object.keys(filter).map((name) => [name, true]))) })}`;

const KINDS: readonly Kind[] = [
  {
    name: "to_ship",
    reads: "orders:read",
    path: "/admin/orders",
    query: { is_to_ship: true, sort: "created_at" },
    to: filtered("orders", { is_to_ship: true }),
    since: "placed_at",
  },
  {
    name: "failed_refunds",
    reads: "payments:read",
    path: "/admin/refunds",
    query: { status: "failed" },
    to: filtered("refunds", { status: "failed" }),
    since: "created_at",
  },
  {
    name: "low_stock",
    reads: "inventory:read",
    path: "/admin/inventory/levels",
    query: { is_low: true },
    to: filtered("levels", { is_low: true }),
  },
  {
    name: "approvals",
    reads: "approvals:read",
    path: "/admin/approvals",
    query: { status: "pending" },
    to: filtered("approvals", { status: "pending" }),
    since: "created_at",
  },
  {
    name: "tickets",
    reads: "support:read",
    path: "/admin/tickets",
    query: { status: "open" },
    to: filtered("tickets", { status: "open" }),
    since: "updated_at",
  },
  {
    name: "dead_letters",
    reads: "system:read",
    path: "/admin/system",
    query: {},
    to: "/system",
    count: (body) => Number((body as unknown as { dead_letters: number }).dead_letters),
    everyMs: 5 * 60_000, // it looks into every queue, and what fails for good waits anyway
  },
];

export function Todo() {
  const { permissions } = usePermissions<string[]>();
  return (
    <Stack direction="row" useFlexGap spacing={1.5} sx={{ flexWrap: "wrap", mb: 2, "&:empty": { mb: 0 } }}>
      {KINDS.filter((kind) => may(permissions, kind.reads)).map((kind) => (
        <One key={kind.name} kind={kind} />
      ))}
    </Stack>
  );
}

function One({ kind }: { kind: Kind }) {
  const t = useTranslate();
  const { data } = useQuery({
    queryKey: ["todo", kind.name],
    queryFn: async ({ signal }) => {
      const query = kind.count ? kind.query : { ...kind.query, limit: MOST };
      return (await askAnyhow("GET", kind.path, { query, signal })).body as unknown as Page;
    },
    refetchInterval: kind.everyMs ?? EVERY_MS,
    retry: 1, // else a cold start would hide for minutes what waits for a person
  });
  const count = data ? (kind.count?.(data) ?? data.data.length) : 0;
  if (!data || !count) return null;
  const moments = kind.since ? data.data.map((each) => String(each[kind.since as string] ?? "")).filter(Boolean) : [];
  const oldest = moments.sort()[0];
  return (
    <Card>
      <CardActionArea component={Link} to={kind.to} sx={{ px: 2, py: 1.25 }}>
        <Typography variant="h6" component="p">
          {data.has_more ? `${count}+` : count}
        </Typography>
        <Typography variant="body2">{t(`home.todo_${kind.name}`, { smart_count: count })}</Typography>
        {oldest && (
          <Typography variant="caption" color="textSecondary">
            {t("home.oldest")} <When at={oldest} />
          </Typography>
        )}
      </CardActionArea>
    </Card>
  );
}
