/** What is for sale, or will be: found by words of its title, its SKUs, state and collection. */
import { Button, Chip, Stack, Tooltip, Typography } from "@mui/material";
import {
  AutocompleteInput,
  ColumnsButton,
  CreateButton,
  DataTable,
  FilterButton,
  List,
  Pagination,
  SelectInput,
  TextInput,
  TopToolbar,
  usePermissions,
  useTranslate,
} from "react-admin";
import { Link } from "react-router-dom";
import { choicesOf } from "../parts/filters";
import { Money } from "../parts/Money";
import { Status } from "../parts/Status";
import { useCollections, useShop } from "../parts/shop";
import { ViewsButton } from "../parts/ViewsButton";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { pictureOf } from "./media";
import { Picture } from "./Picture";
import { currenciesOf, handleOf, type Priced, type Product, priceRange } from "./variants";

export const PRODUCT_STATES = ["draft", "active", "archived"];

function CollectionFilter(props: { source: string; alwaysOn?: boolean }) {
  const choices = useCollections().map((id) => ({ id, name: id }));
  return <AutocompleteInput {...props} choices={choices} translateChoice={false} sx={{ minWidth: 200 }} />;
}

const filters = [
  <TextInput key="q" source="q" alwaysOn resettable />,
  <SelectInput key="status" source="status" choices={choicesOf("product", PRODUCT_STATES)} alwaysOn />,
  <CollectionFilter key="collection" source="collection" alwaysOn />,
  <TextInput key="sku" source="sku" parse={(typed) => typed.trim()} resettable />,
  <TextInput key="handle" source="handle" parse={handleOf} resettable />,
];

function Actions() {
  const { permissions } = usePermissions<string[]>();
  return (
    <TopToolbar>
      <FilterButton disableSaveQuery />
      <ViewsButton />
      <ColumnsButton />
      {may(permissions, "products:write") && <CreateButton />}
    </TopToolbar>
  );
}

export function ProductList() {
  return (
    <List
      filters={filters}
      actions={<Actions />}
      sort={{ field: "created_at", order: "DESC" }}
      perPage={25}
      pagination={<Pagination rowsPerPageOptions={[25, 50, 100]} />}
      storeKey="products"
      empty={<NoProducts />}
    >
      <DataTable
        rowClick="edit"
        bulkActionButtons={false}
        hiddenColumns={["handle", "created_at", "tags"]}
        sx={{ "& .column-picture": { width: 56, pr: 0 } }}
      >
        <DataTable.Col
          source="picture"
          label="resources.products.fields.picture"
          disableSort
          render={(product: Product) => <Picture address={pictureOf(product)} />}
        />
        <DataTable.Col
          source="title"
          render={(product: Product) => <strong style={{ fontWeight: 600 }}>{product.title}</strong>}
        />
        <DataTable.Col source="handle" disableSort />
        <DataTable.Col
          source="status"
          disableSort
          render={(product: Product) => <Status of="product" value={product.status} />}
        />
        <DataTable.Col
          source="variants"
          disableSort
          align="right"
          render={(product: Product) => product.variants.length}
        />
        <DataTable.Col
          source="collections"
          disableSort
          render={(product: Product) => <Chips words={product.collections} />}
        />
        <DataTable.Col source="tags" disableSort render={(product: Product) => <Chips words={product.tags} />} />
        <DataTable.Col
          source="price"
          disableSort
          align="right"
          render={(product: Product) => <PriceRange product={product} />}
        />
        <DataTable.Col
          source="updated_at"
          disableSort
          render={(product: Product) => <When at={product.updated_at} />}
        />
        <DataTable.Col source="created_at" render={(product: Product) => <When at={product.created_at} />} />
      </DataTable>
    </List>
  );
}

function Chips({ words }: { words: readonly string[] }) {
  return (
    <Stack direction="row" spacing={0.5} useFlexGap sx={{ flexWrap: "wrap" }}>
      {words.map((word) => (
        <Chip key={word} size="small" label={word} />
      ))}
    </Stack>
  );
}

/** In the shop's own currency; the others where somebody points at it. */
function PriceRange({ product }: { product: Product }) {
  const shop = useShop();
  const currencies = currenciesOf(shop?.currencies ?? [], product.variants);
  const priced = currencies.filter((each) => priceRange(product.variants, each));
  const first = priced.find((each) => each === shop?.default_currency) ?? priced[0];
  if (!first) return <span>–</span>;
  return (
    <Tooltip
      title={
        priced.length > 1 ? (
          <Stack>
            {priced.map((each) => (
              <Range key={each} of={product.variants} currency={each} />
            ))}
          </Stack>
        ) : null
      }
    >
      <span>
        <Range of={product.variants} currency={first} />
      </span>
    </Tooltip>
  );
}

export function Range({ of, currency }: { of: readonly Priced[]; currency: string }) {
  const range = priceRange(of, currency);
  if (!range) return null;
  const [least, most] = range;
  return (
    <span style={{ whiteSpace: "nowrap" }}>
      <Money amount={least} currency={currency} />
      {most > least && (
        <>
          {" – "}
          <Money amount={most} currency={currency} />
        </>
      )}
    </span>
  );
}

function NoProducts() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  return (
    <Stack sx={{ alignItems: "center", mt: 10, width: "100%" }} spacing={1}>
      <Typography variant="h6" component="h2">
        {t("products.none_title")}
      </Typography>
      <Typography color="textSecondary">{t("products.none_text")}</Typography>
      {may(permissions, "products:write") && (
        <Button component={Link} to="/products/create" variant="contained" sx={{ mt: 2 }}>
          {t("products.first")}
        </Button>
      )}
    </Stack>
  );
}
