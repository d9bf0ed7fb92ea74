/** The book of what moved the stock, newest first: when, why, and who did it. */
import { Stack, Typography } from "@mui/material";
import {
  ColumnsButton,
  DataTable,
  DateInput,
  FilterButton,
  List,
  Pagination,
  SelectInput,
  TopToolbar,
  useTranslate,
} from "react-admin";
import { useLocations } from "../orders/queries";
import { Actor } from "../parts/Actor";
import { asDay, asMoment } from "../parts/filters";
import { Status } from "../parts/Status";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import type { Movement } from "./levels";
import { useSku } from "./queries";
import { SkuFilter } from "./SkuBox";

function LocationFilter(props: { source: string; alwaysOn?: boolean }) {
  const choices = useLocations().data ?? [];
  return <SelectInput {...props} choices={choices} optionText="name" translateChoice={false} />;
}

const filters = [
  <SkuFilter key="variant_id" source="variant_id" alwaysOn />,
  <LocationFilter key="location_id" source="location_id" alwaysOn />,
  <DateInput key="since" source="created_at[gte]" parse={asMoment} format={asDay} />,
  <DateInput key="until" source="created_at[lt]" parse={asMoment} format={asDay} />,
];

function Actions() {
  return (
    <TopToolbar>
      <FilterButton disableSaveQuery />
      <ViewsButton />
      <ColumnsButton />
    </TopToolbar>
  );
}

export function MovementList() {
  return (
    <List
      filters={filters}
      actions={<Actions />}
      perPage={25}
      pagination={<Pagination rowsPerPageOptions={[25, 50, 100]} />}
      storeKey="movements"
      empty={<NoMovements />}
    >
      <DataTable rowClick={false} bulkActionButtons={false} hiddenColumns={["id", "delta"]}>
        <DataTable.Col source="created_at" disableSort render={(move: Movement) => <When at={move.created_at} />} />
        <DataTable.Col source="sku" disableSort render={(move: Movement) => <Sku of={move.variant_id} />} />
        <DataTable.Col source="location_id" disableSort render={(move: Movement) => <Place of={move.location_id} />} />
        <DataTable.Col
          source="kind"
          disableSort
          render={(move: Movement) => <Status of="movement" value={move.kind} />}
        />
        <DataTable.Col
          source="on_hand_delta"
          disableSort
          align="right"
          render={(move: Movement) => <strong>{signed(move.on_hand_delta)}</strong>}
        />
        <DataTable.Col source="delta" disableSort align="right" render={(move: Movement) => signed(move.delta)} />
        <DataTable.Col
          source="reason"
          disableSort
          render={(move: Movement) => move.reason && <Why reason={move.reason} />}
        />
        <DataTable.Col source="reference" disableSort sx={{ wordBreak: "break-word" }} />
        <DataTable.Col source="note" disableSort sx={{ wordBreak: "break-word" }} />
        <DataTable.Col source="by" disableSort render={(move: Movement) => <By of={move.by} />} />
        <DataTable.Col source="id" disableSort />
      </DataTable>
    </List>
  );
}

export function signed(units: number): string {
  return units > 0 ? `+${units}` : String(units).replace("-", "−");
}

function Sku({ of }: { of: string }) {
  return <span style={{ whiteSpace: "nowrap" }}>{useSku(of) ?? "…"}</span>;
}

function Place({ of }: { of: string }) {
  const { data } = useLocations();
  return <span>{data?.find((each) => each.id === of)?.name ?? of}</span>;
}

function Why({ reason }: { reason: string }) {
  const t = useTranslate();
  return <span>{t(`status.adjustment.${reason}`, { _: reason })}</span>;
}

/** A member of the staff, a key of the API, or the shop itself. */
function By({ of }: { of: string }) {
  const t = useTranslate();
  const type = of.startsWith("staff_") ? "staff" : of.startsWith("key_") ? "key" : null;
  return type ? <Actor actor={{ type, id: of }} /> : <span>{t("inventory.by_shop")}</span>;
}

function NoMovements() {
  const t = useTranslate();
  return (
    <Stack sx={{ alignItems: "center", mt: 10, width: "100%" }} spacing={1}>
      <Typography variant="h6" component="h2">
        {t("inventory.no_movements_title")}
      </Typography>
      <Typography color="textSecondary">{t("inventory.no_movements_text")}</Typography>
    </Stack>
  );
}
