/** What a product is made of, for making and for changing one. */
import { Grid, Stack, Typography } from "@mui/material";
import { required, SaveButton, SelectInput, TextArrayInput, TextInput, Toolbar, useTranslate } from "react-admin";
import { choicesOf } from "../parts/filters";
import { KeyValues } from "../parts/KeyValues";
import { Panel } from "../parts/Panel";
import { useCollections } from "../parts/shop";
import { ArchiveButton } from "./ArchiveButton";
import { ImagesInput } from "./ImagesInput";
import { MediaPanel } from "./MediaPanel";
import { SeenByShoppers } from "./SeenByShoppers";
import { VariantsInput } from "./VariantsInput";
import { handleOf, type Product } from "./variants";

/** What a product may become, by what it is; nothing is sold again without having been a draft. */
const NEXT: Record<Product["status"], Product["status"][]> = {
  draft: ["draft", "active"],
  active: ["active", "draft"],
  archived: ["archived", "draft"],
};

/** At hand however long the form is. */
const TOOLBAR = {
  position: "sticky",
  bottom: 0,
  zIndex: 3,
  mt: 2,
  bgcolor: "background.paper",
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
} as const;

interface Given {
  /** null: a new one. */
  product: Product | null;
  mayWrite: boolean;
}

export function ProductForm({ product, mayWrite }: Given) {
  const t = useTranslate();
  const collections = useCollections();
  const fixed = { disabled: !mayWrite };
  return (
    <>
      <Grid container spacing={2}>
        <Grid size={{ xs: 12, md: 8 }}>
          <Panel title={t("products.about")}>
            <Stack spacing={1}>
              <TextInput
                source="title"
                fullWidth
                helperText={false}
                validate={required()}
                {...fixed}
                slotProps={{ htmlInput: { maxLength: 255 } }}
              />
              <TextInput
                source="description"
                multiline
                fullWidth
                helperText={false}
                minRows={5}
                maxRows={16}
                parse={(typed) => typed ?? ""}
                {...fixed}
                slotProps={{ htmlInput: { maxLength: 5000 } }}
              />
            </Stack>
          </Panel>
        </Grid>
        <Grid size={{ xs: 12, md: 4 }}>
          <Panel title={t("products.place")}>
            <Stack spacing={1.5}>
              <SelectInput
                source="status"
                fullWidth
                choices={choicesOf("product", NEXT[product?.status ?? "draft"])}
                validate={required()}
                helperText={t(product?.status === "archived" ? "products.archived_help" : "products.status_help")}
                {...fixed}
              />
              <TextInput
                source="handle"
                fullWidth
                helperText={product ? "products.handle_change_help" : "products.handle_help"}
                {...fixed}
              />
              <TextArrayInput
                source="collections"
                options={collections}
                parse={(typed: string[]) => [...new Set(typed.map(handleOf).filter(Boolean))]}
                helperText="products.collections_help"
                {...fixed}
              />
              <TextArrayInput source="tags" helperText="products.tags_help" {...fixed} />
            </Stack>
          </Panel>
        </Grid>
        <Grid size={12}>
          <VariantsInput mayWrite={mayWrite} />
        </Grid>
        <Grid size={{ xs: 12, md: product ? 8 : 12 }}>
          <Stack spacing={2}>
            {product ? <MediaPanel product={product} mayWrite={mayWrite} /> : <MediaLater />}
            <ImagesInput mayWrite={mayWrite} />
          </Stack>
        </Grid>
        {product && (
          <Grid size={{ xs: 12, md: 4 }}>
            <SeenByShoppers product={product} />
          </Grid>
        )}
        <Grid size={12}>
          <Panel title={t("products.more")}>
            <Grid container spacing={4}>
              <Grid size={{ xs: 12, md: 6 }}>
                <KeyValues
                  source="public_metadata"
                  title={t("resources.products.fields.public_metadata")}
                  help={t("products.public_metadata_help")}
                  {...fixed}
                />
              </Grid>
              <Grid size={{ xs: 12, md: 6 }}>
                <KeyValues
                  source="metadata"
                  title={t("resources.products.fields.metadata")}
                  help={t("products.metadata_help")}
                  {...fixed}
                />
              </Grid>
            </Grid>
          </Panel>
        </Grid>
      </Grid>
      {mayWrite && (
        <Toolbar sx={TOOLBAR}>
          <Stack direction="row" sx={{ flex: 1, justifyContent: "space-between" }}>
            <SaveButton alwaysEnable />
            {product && product.status !== "archived" && <ArchiveButton product={product} />}
          </Stack>
        </Toolbar>
      )}
    </>
  );
}

/** What is new has no place yet that pictures could be of. */
function MediaLater() {
  const t = useTranslate();
  return (
    <Panel title={t("products.media")}>
      <Typography color="textSecondary">{t("products.media_later")}</Typography>
    </Panel>
  );
}
