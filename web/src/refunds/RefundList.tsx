/** Money that went back or is on its way: each leads to its order, where more may be done. */
import { Typography } from "@mui/material";
import { DataTable, DateInput, List, SelectInput, TextInput, useTranslate } from "react-admin";
import type { Refund } from "../orders/order";
import { ActorOf } from "../parts/Actor";
import { asDay, asMoment, choicesOf } from "../parts/filters";
import { Money } from "../parts/Money";
import { narrow } from "../parts/narrow";
import { ObjectLink } from "../parts/ObjectLink";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";

const STATES: readonly Refund["status"][] = ["pending", "succeeded", "failed", "canceled"];

const filters = [
  <SelectInput key="status" source="status" choices={choicesOf("refund", STATES)} alwaysOn />,
  <TextInput key="order_id" source="order_id" resettable />,
  <DateInput key="since" source="created_at[gte]" parse={asMoment} format={asDay} />,
  <DateInput key="until" source="created_at[lt]" parse={asMoment} format={asDay} />,
];

export function RefundList() {
  const t = useTranslate();
  return (
    <List
      filters={filters}
      sort={{ field: "created_at", order: "DESC" }}
      perPage={25}
      queryOptions={{ refetchInterval: 30_000 }}
      empty={<Nothing title={t("refunds.none_title")} text={t("refunds.none_text")} />}
      exporter={false}
    >
      <DataTable
        rowClick={(_, __, refund) => `/orders/${refund.order_id}/show`}
        bulkActionButtons={false}
        sx={narrow("by", "order_id")}
        empty={<Nothing title={t("refunds.none_such")} />}
      >
        <DataTable.Col source="created_at" render={(refund: Refund) => <When at={refund.created_at} />} />
        <DataTable.Col
          source="amount"
          disableSort
          align="right"
          render={(refund: Refund) => <Money amount={refund.amount} currency={refund.currency} />}
        />
        <DataTable.Col source="status" disableSort render={(refund: Refund) => <State refund={refund} />} />
        <DataTable.Col
          source="reason"
          disableSort
          render={(refund: Refund) => (
            <>
              {t(`status.refund_reason.${refund.reason}`, { _: refund.reason })}
              {refund.note && (
                <Typography variant="caption" component="div" color="textSecondary">
                  {refund.note}
                </Typography>
              )}
            </>
          )}
        />
        <DataTable.Col source="by" disableSort render={(refund: Refund) => <ActorOf id={refund.by} />} />
        <DataTable.Col
          source="order_id"
          disableSort
          render={(refund: Refund) => <ObjectLink id={refund.order_id}>{t("refunds.to_order")}</ObjectLink>}
        />
      </DataTable>
    </List>
  );
}

function State({ refund }: { refund: Refund }) {
  const t = useTranslate();
  return (
    <>
      <Status of="refund" value={refund.status} />
      {refund.failure_code && (
        <Typography variant="caption" component="div" color="error">
          {t(`refunds.failures.${refund.failure_code}`, { _: refund.failure_code })}
        </Typography>
      )}
    </>
  );
}
