/** What the store shows of a product, as it is saved: asked from where shoppers' pages ask. */
import OpenInNewIcon from "@mui/icons-material/OpenInNew";
import { Alert, Button, Chip, Skeleton, Stack, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useTranslate } from "react-admin";
import { ask } from "../api/client";
import { Problem } from "../api/problem";
import { config } from "../config";
import { Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { pictureOf } from "./media";
import { Picture } from "./Picture";
import { Range } from "./ProductList";
import { currenciesOf, type Product } from "./variants";

export function SeenByShoppers({ product }: { product: Product }) {
  const t = useTranslate();
  const isShown = product.status === "active";
  return (
    <Panel title={t("products.seen")}>
      {isShown ? (
        <Preview product={product} />
      ) : (
        <Typography color="textSecondary">{t(`products.not_seen_${product.status}`)}</Typography>
      )}
    </Panel>
  );
}

function Preview({ product }: { product: Product }) {
  const t = useTranslate();
  const refusal = useRefusal();
  const path = { id_or_handle: product.handle };
  const { data, error } = useQuery({
    queryKey: ["store", "product", product.handle, product.version],
    queryFn: async ({ signal }) => (await ask("GET", "/store/products/{id_or_handle}", { path, signal })).body,
  });
  if (error) {
    const isMissing = error instanceof Problem && error.status === 404;
    return <Alert severity="warning">{isMissing ? t("products.seen_missing") : refusal(error)}</Alert>;
  }
  if (!data) return <Skeleton variant="rounded" height={140} />;
  return (
    <Stack spacing={1.5}>
      <Stack direction="row" spacing={2}>
        <Picture address={pictureOf(data)} size={96} />
        <Stack sx={{ minWidth: 0 }}>
          <Typography sx={{ fontWeight: 650, wordBreak: "break-word" }}>{data.title}</Typography>
          {currenciesOf([], data.variants).map((currency) => (
            <Typography key={currency} variant="body2">
              <Range of={data.variants} currency={currency} />
            </Typography>
          ))}
        </Stack>
      </Stack>
      <Typography
        variant="body2"
        color="textSecondary"
        sx={{ display: "-webkit-box", WebkitLineClamp: 3, WebkitBoxOrient: "vertical", overflow: "hidden" }}
      >
        {data.description}
      </Typography>
      <Stack direction="row" spacing={0.5} useFlexGap sx={{ flexWrap: "wrap" }}>
        {data.variants.map((variant) => (
          <Chip
            key={variant.id}
            size="small"
            variant="outlined"
            color={variant.in_stock ? "success" : "default"}
            label={`${Object.values(variant.options).join(" · ") || variant.sku}: ${t(variant.in_stock ? "products.in_stock" : "products.sold_out")}`}
          />
        ))}
      </Stack>
      {!data.variants.length && <Alert severity="warning">{t("products.nothing_to_buy")}</Alert>}
      <Button
        href={`${config().api}${path}`}
        target="_blank"
        rel="noreferrer"
        endIcon={<OpenInNewIcon fontSize="small" />}
        sx={{ alignSelf: "flex-start" }}
      >
        {t("products.open_seen")}
      </Button>
    </Stack>
  );
}
