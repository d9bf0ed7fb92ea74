/** Who asked to be forgotten, and how far it is. They name nobody: that is the point of them. */
import { Alert, Box, Stack, Typography } from "@mui/material";
import { DataTable, List, Loading, ShowBase, useRecordContext, useTranslate } from "react-admin";
import { ActorOf } from "../parts/Actor";
import { ObjectLink } from "../parts/ObjectLink";
import { Facts, Nothing, PageHead, Panel } from "../parts/Panel";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import type { Erasure } from "./customer";

export function ErasureList() {
  const t = useTranslate();
  return (
    <List
      perPage={25}
      sort={{ field: "created_at", order: "DESC" }}
      exporter={false}
      empty={<Nothing title={t("erasures.none_title")} text={t("erasures.none_text")} />}
    >
      <DataTable rowClick="show" bulkActionButtons={false}>
        <DataTable.Col
          source="created_at"
          disableSort
          render={(erasure: Erasure) => <When at={erasure.created_at} />}
        />
        <DataTable.Col
          source="status"
          disableSort
          render={(erasure: Erasure) => <Status of="erasure" value={erasure.status} />}
        />
        <DataTable.Col source="asked_by" disableSort render={(erasure: Erasure) => <AskedBy erasure={erasure} />} />
        <DataTable.Col
          source="waits_for"
          disableSort
          align="right"
          render={(erasure: Erasure) => erasure.waits_for.length || "–"}
        />
        <DataTable.Col source="done_at" disableSort render={(erasure: Erasure) => <When at={erasure.done_at} />} />
      </DataTable>
    </List>
  );
}

function AskedBy({ erasure }: { erasure: Erasure }) {
  const t = useTranslate();
  return erasure.asked_by === "customer" ? <span>{t("erasures.customer")}</span> : <ActorOf id={erasure.asked_by} />;
}

export function ErasurePage() {
  return (
    <ShowBase<Erasure>
      queryOptions={{ refetchInterval: ({ state }) => (state.data?.status === "done" ? false : 10_000) }}
    >
      <Inside />
    </ShowBase>
  );
}

function Inside() {
  const erasure = useRecordContext<Erasure>();
  const t = useTranslate();
  if (!erasure) return <Loading />;
  const field = (name: string) => t(`resources.erasures.fields.${name}`);
  return (
    <Box sx={{ maxWidth: 720 }}>
      <PageHead title={t("erasures.one")} states={<Status of="erasure" value={erasure.status} />} />
      <Stack spacing={2}>
        {erasure.status === "done" && <Alert severity="success">{t("erasures.is_done")}</Alert>}
        {erasure.status === "failed" && <Alert severity="warning">{t("erasures.is_failed")}</Alert>}
        {erasure.waits_for.length > 0 && (
          <Panel title={t("erasures.waits_for")}>
            <Typography color="textSecondary" sx={{ mb: 1 }}>
              {t("erasures.waits_text")}
            </Typography>
            {erasure.waits_for.map((each) => (
              <Stack key={`${each.order_id} ${each.awaits}`} direction="row" spacing={2} sx={{ py: 0.5 }}>
                <ObjectLink id={each.order_id} />
                <Typography variant="body2">{t(`erasures.awaits.${each.awaits}`)}</Typography>
              </Stack>
            ))}
          </Panel>
        )}
        <Panel title={t("shop.details")}>
          <Facts
            of={[
              [field("customer_id"), erasure.customer_id && <ObjectLink id={erasure.customer_id} />],
              [field("order_id"), erasure.order_id && <ObjectLink id={erasure.order_id} />],
              [field("asked_by"), <AskedBy key="by" erasure={erasure} />],
              [field("created_at"), <When key="at" at={erasure.created_at} isExact />],
              [field("done_at"), erasure.done_at && <When at={erasure.done_at} isExact />],
              [field("tries"), erasure.tries],
            ]}
          />
        </Panel>
      </Stack>
    </Box>
  );
}
