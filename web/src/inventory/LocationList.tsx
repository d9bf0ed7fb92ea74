/** Where goods are and parcels leave from. */

import { CreateButton, DataTable, List, TopToolbar, useLocale, usePermissions, useTranslate } from "react-admin";
import { countryName } from "../parts/countries";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { may } from "../shell/rooms";
import type { Location } from "./levels";

function Actions() {
  const { permissions } = usePermissions<string[]>();
  return <TopToolbar>{may(permissions, "inventory:write") && <CreateButton />}</TopToolbar>;
}

export function LocationList() {
  const locale = useLocale();
  return (
    <List actions={<Actions />} pagination={false} empty={<None />}>
      <DataTable rowClick="edit" bulkActionButtons={false}>
        <DataTable.Col
          source="name"
          disableSort
          render={(place: Location) => <strong style={{ fontWeight: 600 }}>{place.name}</strong>}
        />
        <DataTable.Col source="country" disableSort render={(place: Location) => countryName(place.country, locale)} />
        <DataTable.Col source="priority" disableSort align="right" />
        <DataTable.Col
          source="is_active"
          disableSort
          render={(place: Location) => <Status of="use" value={place.is_active ? "active" : "closed"} />}
        />
      </DataTable>
    </List>
  );
}

function None() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  return (
    <Nothing title={t("inventory.no_locations_title")} text={t("inventory.no_locations")}>
      {may(permissions, "inventory:write") && <CreateButton variant="contained" />}
    </Nothing>
  );
}
