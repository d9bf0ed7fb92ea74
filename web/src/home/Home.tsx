/** What happened today, beside the same day a week ago, and what needs a person now. */
import { Box, Card, CardActionArea, Grid, Skeleton, Stack, Typography } from "@mui/material";
import { lazy, Suspense } from "react";
import { Title, useGetIdentity, useGetList, usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { Order } from "../orders/order";
import { Money } from "../parts/Money";
import { Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { type DayRow, dayOf, figure, growth, mainCurrency, type ProductRow, useSales } from "./sales";
import { Todo } from "./Todo";

const RevenueChart = lazy(() => import("./RevenueChart"));
const CHART_DAYS = 14;
const BEST = 5;
const LAST = 6;

export function Home() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { identity } = useGetIdentity();
  const seesSales = may(permissions, "reports:read");
  return (
    <Box sx={{ pt: 2 }}>
      <Title title={t("rooms.home")} />
      <Typography variant="h5" component="h1" sx={{ mb: 2 }}>
        {t("home.hello", { name: identity?.fullName ?? "" })}
      </Typography>
      <Todo />
      {seesSales && <Sales />}
      {may(permissions, "orders:read") && <LastOrders />}
    </Box>
  );
}

function Sales() {
  const t = useTranslate();
  const today = dayOf(0);
  const weekAgo = dayOf(7);
  const { data: rows } = useSales<DayRow>(dayOf(2 * CHART_DAYS - 1), today, "day", true);
  const { data: goods } = useSales<ProductRow>(dayOf(6), today, "product", true);
  const currency = mainCurrency(rows ?? []) ?? "USD";
  const tile = (word: string, of: keyof DayRow, isMoney: boolean) => {
    const now = figure(rows, today, currency, of);
    const before = figure(rows, weekAgo, currency, of);
    return (
      <Grid key={word} size={{ xs: 6, md: 3 }}>
        <Tile
          title={t(`home.${word}`)}
          change={rows ? growth(now, before) : undefined}
          isGoodUp={of !== "refunded_total"}
        >
          {!rows ? <Skeleton width="60%" /> : isMoney ? <Money amount={now} currency={currency} /> : now}
        </Tile>
      </Grid>
    );
  };
  const best = (goods ?? [])
    .filter((row) => row.currency === currency)
    .sort((a, b) => b.net_total - a.net_total)
    .slice(0, BEST);
  return (
    <>
      <Grid container spacing={2} sx={{ mb: 2 }}>
        {tile("orders", "orders", false)}
        {tile("revenue", "sales_total", true)}
        {tile("units", "units", false)}
        {tile("refunds", "refunded_total", true)}
      </Grid>
      <Grid container spacing={2} sx={{ mb: 2 }}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Panel title={t("home.chart", { days: CHART_DAYS })}>
            <Suspense fallback={<Box sx={{ height: 240 }} />}>
              {rows ? <RevenueChart rows={rows} currency={currency} days={CHART_DAYS} /> : <Skeleton height={240} />}
            </Suspense>
          </Panel>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Panel title={t("home.best")}>
            {goods && best.length === 0 && <Typography color="textSecondary">{t("home.nothing_sold")}</Typography>}
            {best.map((row) => (
              <Stack key={row.product_id} direction="row" spacing={1} sx={{ py: 0.5, justifyContent: "space-between" }}>
                <Typography
                  variant="body2"
                  component={Link}
                  to={`/products/${row.product_id}`}
                  sx={{ color: "inherit" }}
                >
                  {row.title ?? row.product_id}
                </Typography>
                <Typography variant="body2" color="textSecondary" sx={{ whiteSpace: "nowrap" }}>
                  {row.units} · <Money amount={row.net_total} currency={row.currency} />
                </Typography>
              </Stack>
            ))}
          </Panel>
        </Grid>
      </Grid>
    </>
  );
}

interface TileProps {
  title: string;
  /** null: there was nothing to compare with; undefined: not known yet. */
  change: number | null | undefined;
  isGoodUp: boolean;
  children: React.ReactNode;
}

function Tile({ title, change, isGoodUp, children }: TileProps) {
  const t = useTranslate();
  const isGood = change ? change > 0 === isGoodUp : null;
  return (
    <Card sx={{ p: 2, height: "100%" }}>
      <Typography variant="body2" color="textSecondary">
        {title}
      </Typography>
      <Typography variant="h5" component="p">
        {children}
      </Typography>
      <Typography
        variant="caption"
        sx={{ color: isGood === null ? "text.secondary" : isGood ? "success.main" : "error.main" }}
      >
        {change === undefined ? (
          <Skeleton width="80%" />
        ) : change === null ? (
          t("home.no_comparison")
        ) : (
          t("home.against", { change: `${change > 0 ? "+" : ""}${change}` })
        )}
      </Typography>
    </Card>
  );
}

function LastOrders() {
  const t = useTranslate();
  const { data, isPending } = useGetList<Order>(
    "orders",
    { pagination: { page: 1, perPage: LAST }, sort: { field: "created_at", order: "DESC" } },
    { refetchInterval: 15_000 },
  );
  return (
    <Panel title={t("home.last_orders")}>
      {!isPending && !data?.length && <Typography color="textSecondary">{t("orders.none_text")}</Typography>}
      <Stack spacing={0.5}>
        {data?.map((order) => (
          <CardActionArea key={order.id} component={Link} to={`/orders/${order.id}/show`} sx={{ borderRadius: 1 }}>
            <Stack direction="row" spacing={2} sx={{ alignItems: "center", p: 0.75 }}>
              <Typography variant="body2" sx={{ fontWeight: 600, width: { xs: 44, sm: 72 } }}>
                {order.number ? `#${order.number}` : "–"}
              </Typography>
              <Typography variant="body2" noWrap sx={{ flex: 1, minWidth: 0 }}>
                {order.email ?? order.shipping_address.country}
              </Typography>
              <Status of="payment" value={order.payment_status} />
              <Typography variant="body2" sx={{ minWidth: { xs: 60, sm: 100 }, textAlign: "right" }}>
                <Money amount={order.total} currency={order.currency} />
              </Typography>
              <Typography
                variant="body2"
                color="textSecondary"
                sx={{ width: 110, display: { xs: "none", sm: "block" } }}
              >
                <When at={order.created_at} />
              </Typography>
            </Stack>
          </CardActionArea>
        ))}
      </Stack>
    </Panel>
  );
}
