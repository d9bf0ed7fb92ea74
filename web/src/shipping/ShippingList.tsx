/** In which ways parcels are sent, where to, and what that costs. */
import { Chip, Stack } from "@mui/material";
import {
  CreateButton,
  DataTable,
  List,
  Pagination,
  TopToolbar,
  useLocale,
  usePermissions,
  useTranslate,
} from "react-admin";
import { countryName } from "../parts/countries";
import { Money } from "../parts/Money";
import { Nothing } from "../parts/Panel";
import { Status } from "../parts/Status";
import { may } from "../shell/rooms";
import { currenciesIn, type ShippingOption } from "./option";

function Actions() {
  const { permissions } = usePermissions<string[]>();
  return <TopToolbar>{may(permissions, "fulfillment:write") && <CreateButton />}</TopToolbar>;
}

export function ShippingList() {
  return (
    <List actions={<Actions />} perPage={50} pagination={<Pagination rowsPerPageOptions={[50]} />} empty={<None />}>
      <DataTable rowClick="edit" bulkActionButtons={false}>
        <DataTable.Col
          source="title"
          disableSort
          render={(option: ShippingOption) => <strong style={{ fontWeight: 600 }}>{option.title}</strong>}
        />
        <DataTable.Col
          source="countries"
          disableSort
          render={(option: ShippingOption) => <Countries codes={option.countries} />}
        />
        <DataTable.Col
          source="kind"
          disableSort
          render={(option: ShippingOption) => <Status of="shipping_kind" value={option.kind} />}
        />
        <DataTable.Col source="amounts" disableSort render={(option: ShippingOption) => <Prices option={option} />} />
        <DataTable.Col
          source="is_active"
          disableSort
          render={(option: ShippingOption) => <Status of="use" value={option.is_active ? "active" : "closed"} />}
        />
      </DataTable>
    </List>
  );
}

const SHOWN_MOST = 4;

function Countries({ codes }: { codes: string[] }) {
  const t = useTranslate();
  const locale = useLocale();
  if (!codes.length) return <span>{t("shipping.everywhere")}</span>;
  return (
    <Stack direction="row" spacing={0.5} useFlexGap sx={{ flexWrap: "wrap" }}>
      {codes.slice(0, SHOWN_MOST).map((code) => (
        <Chip key={code} size="small" label={countryName(code, locale)} />
      ))}
      {codes.length > SHOWN_MOST && <Chip size="small" variant="outlined" label={`+${codes.length - SHOWN_MOST}`} />}
    </Stack>
  );
}

/** Of steps the least and the most. */
function Prices({ option }: { option: ShippingOption }) {
  return (
    <Stack direction="row" spacing={2} useFlexGap sx={{ flexWrap: "wrap" }}>
      {currenciesIn(option).map((currency) => {
        const all = option.amounts ? [option.amounts] : (option.tiers ?? []).map((tier) => tier.amounts);
        const sums = all.flatMap((each) => (currency in each ? [each[currency] as number] : []));
        const [least, most] = [Math.min(...sums), Math.max(...sums)];
        return (
          <span key={currency} style={{ whiteSpace: "nowrap" }}>
            <Money amount={least} currency={currency} />
            {most > least && (
              <>
                {" – "}
                <Money amount={most} currency={currency} />
              </>
            )}
          </span>
        );
      })}
    </Stack>
  );
}

function None() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  return (
    <Nothing title={t("shipping.none_title")} text={t("shipping.none_text")}>
      {may(permissions, "fulfillment:write") && <CreateButton variant="contained" />}
    </Nothing>
  );
}
