/** The orders, newest first: found by state, number, buyer or parcel; all that the filters let through exported as a job. */
import { Stack, type Theme, Typography, useMediaQuery } from "@mui/material";
import {
  BooleanInput,
  ColumnsButton,
  DataTable,
  DateInput,
  FilterButton,
  List,
  Pagination,
  SelectInput,
  SimpleList,
  TextInput,
  TopToolbar,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { ExportButton } from "../parts/ExportButton";
import { asDay, asMoment, choicesOf } from "../parts/filters";
import { Money } from "../parts/Money";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import { BulkActions, mayDoMany } from "./BulkActions";
import { Choose, ChoosePage } from "./Choose";
import type { Order } from "./order";

const STATES = ["pending", "placed", "expired", "canceled"];

const SHIPPED = ["unfulfilled", "partially_shipped", "shipped", "partially_delivered", "delivered"];

const filters = [
  <TextInput key="number" source="number" alwaysOn parse={(typed) => typed.replace(/\D/g, "")} resettable />,
  <SelectInput key="status" source="status" choices={choicesOf("order", STATES)} alwaysOn />,
  <BooleanInput key="is_to_ship" source="is_to_ship" />,
  <SelectInput key="fulfillment_status" source="fulfillment_status" choices={choicesOf("fulfillment", SHIPPED)} />,
  <TextInput key="sku" source="sku" resettable />,
  <TextInput key="email" source="email" type="email" resettable />,
  <TextInput key="tracking_number" source="tracking_number" resettable />,
  <TextInput key="customer_id" source="customer_id" resettable />,
  <DateInput key="since" source="created_at[gte]" parse={asMoment} format={asDay} />,
  <DateInput key="until" source="created_at[lt]" parse={asMoment} format={asDay} />,
];

const EXPORTED_BY = [
  ...["status", "is_to_ship", "fulfillment_status", "sku", "customer_id"],
  ...["created_at[gte]", "created_at[lt]"],
];

function Actions() {
  return (
    <TopToolbar>
      <FilterButton disableSaveQuery />
      <ViewsButton />
      <ColumnsButton />
      <ExportButton path="/admin/orders/export" scope="orders:read" along={EXPORTED_BY} body={{ format: "csv" }} />
    </TopToolbar>
  );
}

export function OrderList() {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  return (
    <List
      filters={filters}
      actions={<Actions />}
      sort={{ field: "created_at", order: "DESC" }}
      perPage={25}
      pagination={<Pagination rowsPerPageOptions={[25, 50, 100]} />}
      storeKey="orders"
      queryOptions={{ refetchInterval: 15_000 }}
      empty={<NoOrders />}
    >
      {isNarrow ? <Cards /> : <Rows />}
    </List>
  );
}

/** On a phone: what a picker needs to know, a thumb high. */
function Cards() {
  const t = useTranslate();
  return (
    <SimpleList<Order>
      rowClick="show"
      primaryText={(order) => (
        <Stack direction="row" sx={{ justifyContent: "space-between", pr: 1 }}>
          <strong>{order.number ? `#${order.number}` : "–"}</strong>
          <Money amount={order.total} currency={order.currency} />
        </Stack>
      )}
      secondaryText={(order) => (
        <Stack direction="row" spacing={1} useFlexGap component="span" sx={{ flexWrap: "wrap", mt: 0.5 }}>
          <span>{[order.shipping_address.first_name, order.shipping_address.last_name].filter(Boolean).join(" ")}</span>
          <span>{t(`status.payment.${order.payment_status}`)}</span>
          <span>{t(`status.fulfillment.${order.fulfillment_status}`)}</span>
          <When at={order.created_at} />
        </Stack>
      )}
    />
  );
}

function Rows() {
  const { permissions } = usePermissions<string[]>();
  const isMany = mayDoMany(permissions);
  return (
    <DataTable
      rowClick="show"
      bulkActionButtons={false}
      bulkActionsToolbar={isMany && <BulkActions />}
      hiddenColumns={["updated_at", "id"]}
    >
      {isMany && (
        <DataTable.Col label={<ChoosePage />} disableSort>
          <Choose />
        </DataTable.Col>
      )}
      <DataTable.Col source="number" disableSort>
        <Number_ />
      </DataTable.Col>
      <DataTable.Col source="created_at" render={(order: Order) => <When at={order.created_at} />} />
      <DataTable.Col source="email" disableSort render={(order: Order) => <Buyer order={order} />} />
      <DataTable.Col
        source="status"
        disableSort
        render={(order: Order) => <Status of="order" value={order.status} />}
      />
      <DataTable.Col
        source="payment_status"
        disableSort
        render={(order: Order) => <Status of="payment" value={order.payment_status} />}
      />
      <DataTable.Col
        source="fulfillment_status"
        disableSort
        render={(order: Order) => <Status of="fulfillment" value={order.fulfillment_status} />}
      />
      <DataTable.Col
        source="total"
        disableSort
        align="right"
        render={(order: Order) => <Money amount={order.total} currency={order.currency} />}
      />
      <DataTable.Col source="updated_at" disableSort render={(order: Order) => <When at={order.updated_at} />} />
      <DataTable.Col source="id" disableSort />
    </DataTable>
  );
}

function Number_() {
  const order = useRecordContext<Order>();
  return <strong>{order?.number ? `#${order.number}` : "–"}</strong>;
}

function Buyer({ order }: { order: Order }) {
  const { first_name, last_name, country } = order.shipping_address;
  const name = [first_name, last_name].filter(Boolean).join(" ");
  return (
    <Stack>
      <span>{name || country}</span>
      {order.email && (
        <Typography variant="caption" color="textSecondary">
          {order.email}
        </Typography>
      )}
    </Stack>
  );
}

function NoOrders() {
  const t = useTranslate();
  return <Nothing title={t("orders.none_title")} text={t("orders.none_text")} />;
}
