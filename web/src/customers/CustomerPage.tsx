/** One customer: who they are, what they bought, asked and agreed to, and what staff know of them. */
import { Alert, Link as Anchor, Box, Grid, Stack, Typography } from "@mui/material";
import { Loading, ShowBase, useGetList, usePermissions, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { Order } from "../orders/order";
import { Money } from "../parts/Money";
import { ObjectLink } from "../parts/ObjectLink";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Ticket } from "../tickets/ticket";
import { Consents } from "./Consents";
import { CustomerActions } from "./CustomerActions";
import { Groups, Tags } from "./CustomerList";
import { type Customer, nameOf } from "./customer";
import { useSummary } from "./queries";

export function CustomerPage() {
  return (
    <ShowBase>
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const customer = useRecordContext<Customer>();
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  if (!customer) return <Loading />;
  return (
    <Box>
      <PageHead title={nameOf(customer)} text={customer.email !== nameOf(customer) && customer.email}>
        {!customer.merged_into && <CustomerActions customer={customer} />}
      </PageHead>
      {customer.merged_into && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("customers.is_merged")} <ObjectLink id={customer.merged_into}>{t("customers.to_merged")}</ObjectLink>
        </Alert>
      )}
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Stack spacing={2}>
            {may(permissions, "orders:read") && <Orders customer={customer} />}
            {may(permissions, "support:read") && customer.email && <Tickets email={customer.email} />}
            <Consents customer={customer} />
          </Stack>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Stack spacing={2}>
            {may(permissions, "orders:read") && <Figures customer={customer} />}
            <Known customer={customer} />
            <Profile customer={customer} />
          </Stack>
        </Grid>
      </Grid>
    </Box>
  );
}

function Figures({ customer }: { customer: Customer }) {
  const t = useTranslate();
  const { data } = useSummary(customer.id, true);
  return (
    <Panel title={t("customers.figures")}>
      <Stack direction="row" spacing={4}>
        <Box>
          <Typography variant="h5" component="p">
            {data?.orders ?? "–"}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t("customers.orders_placed", { smart_count: data?.orders ?? 0 })}
          </Typography>
        </Box>
        {data?.spent.map((each) => (
          <Box key={each.currency}>
            <Typography variant="h5" component="p">
              <Money amount={each.amount} currency={each.currency} />
            </Typography>
            <Typography variant="body2" color="textSecondary">
              {t("customers.spent")}
            </Typography>
          </Box>
        ))}
      </Stack>
      {data?.last_order_at && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
          {t("customers.last_order")} <When at={data.last_order_at} />
        </Typography>
      )}
    </Panel>
  );
}

const BRIEF = 10;

function Orders({ customer }: { customer: Customer }) {
  const t = useTranslate();
  const { data = [], pageInfo } = useGetList<Order>("orders", {
    pagination: { page: 1, perPage: BRIEF },
    sort: { field: "created_at", order: "DESC" },
    filter: { customer_id: customer.id },
  });
  const all = `/orders?${new URLSearchParams({ filter: JSON.stringify({ customer_id: customer.id }) })}`;
  return (
    <Panel
      title={t("rooms.orders")}
      more={
        pageInfo?.hasNextPage && (
          <Anchor component={Link} to={all} variant="body2">
            {t("customers.all_orders")}
          </Anchor>
        )
      }
    >
      {data.length === 0 && <Typography color="textSecondary">{t("customers.no_orders")}</Typography>}
      {data.map((order) => (
        <Stack
          key={order.id}
          direction="row"
          spacing={2}
          useFlexGap
          sx={{ alignItems: "center", py: 0.75, flexWrap: "wrap" }}
        >
          <Anchor component={Link} to={`/orders/${order.id}/show`} sx={{ minWidth: 64, fontWeight: 600 }}>
            {order.number ? `#${order.number}` : t("customers.no_number")}
          </Anchor>
          <Typography variant="body2" color="textSecondary" sx={{ flex: 1 }}>
            <When at={order.created_at} />
          </Typography>
          <Status of="payment" value={order.payment_status} />
          <Status of="fulfillment" value={order.fulfillment_status} />
          <Typography variant="body2" sx={{ minWidth: 90, textAlign: "right" }}>
            <Money amount={order.total} currency={order.currency} />
          </Typography>
        </Stack>
      ))}
    </Panel>
  );
}

function Tickets({ email }: { email: string }) {
  const t = useTranslate();
  const { data = [] } = useGetList<Ticket>("tickets", { pagination: { page: 1, perPage: BRIEF }, filter: { email } });
  if (!data.length) return null;
  return (
    <Panel title={t("rooms.tickets")}>
      {data.map((ticket) => (
        <Stack key={ticket.id} direction="row" spacing={2} sx={{ alignItems: "center", py: 0.75 }}>
          <Anchor component={Link} to={`/tickets/${ticket.id}/show`} sx={{ flex: 1 }} color="inherit">
            {ticket.subject}
          </Anchor>
          <Status of="ticket" value={ticket.status} />
          <Typography variant="body2" color="textSecondary">
            <When at={ticket.updated_at} />
          </Typography>
        </Stack>
      ))}
    </Panel>
  );
}

function Known({ customer }: { customer: Customer }) {
  const t = useTranslate();
  return (
    <Panel title={t("customers.known")}>
      <Typography
        variant="body2"
        sx={{ whiteSpace: "pre-line", mb: 1.5, wordBreak: "break-word" }}
        color={customer.note ? "text.primary" : "textSecondary"}
      >
        {customer.note || t("customers.no_note")}
      </Typography>
      <Facts
        of={[
          [t("resources.customers.fields.tags"), customer.tags.length > 0 && <Tags tags={customer.tags} />],
          [
            t("resources.customers.fields.group_ids"),
            customer.group_ids.length > 0 && <Groups ids={customer.group_ids} />,
          ],
        ]}
      />
    </Panel>
  );
}

function Profile({ customer }: { customer: Customer }) {
  const t = useTranslate();
  const field = (name: string) => t(`resources.customers.fields.${name}`);
  return (
    <Panel title={t("customers.profile")}>
      <Facts
        of={[
          [
            field("email"),
            customer.email && (
              <>
                <Anchor href={`mailto:${encodeURIComponent(customer.email)}`}>{customer.email}</Anchor>{" "}
                {!customer.email_verified && (
                  <Typography variant="caption" color="textSecondary">
                    {t("customers.not_verified")}
                  </Typography>
                )}
              </>
            ),
          ],
          [t("customers.other_emails"), customer.other_emails?.join(", ")],
          [field("phone"), customer.phone],
          [field("locale"), customer.locale],
          [field("created_at"), <When key="at" at={customer.created_at} isExact />],
          [t("customers.merged_from"), customer.merged_from.length > 0 && customer.merged_from.length],
        ]}
      />
    </Panel>
  );
}
