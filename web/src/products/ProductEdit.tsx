/** A product as staff write it; saved for the version that was read. */
import { Alert, Stack, Typography } from "@mui/material";
import { Form, usePermissions, useRecordContext, useTranslate } from "react-admin";
import { SafeEdit } from "../parts/SafeEdit";
import { Status } from "../parts/Status";
import { UnsavedWarning } from "../parts/useUnsaved";
import { may } from "../shell/rooms";
import { compared } from "./compared";
import { ProductForm } from "./ProductForm";
import type { Product } from "./variants";

export function ProductEdit() {
  return (
    <SafeEdit component="div" actions={false} compared={compared}>
      <Inside />
    </SafeEdit>
  );
}

function Inside() {
  const t = useTranslate();
  const product = useRecordContext<Product>();
  const { permissions } = usePermissions<string[]>();
  if (!product || !permissions) return null;
  const mayWrite = may(permissions, "products:write");
  return (
    <>
      <Stack direction="row" spacing={1.5} sx={{ alignItems: "center", pt: 2, pb: 2 }}>
        <Typography variant="h5" component="h1" sx={{ wordBreak: "break-word" }}>
          {product.title}
        </Typography>
        <Status of="product" value={product.status} />
      </Stack>
      {!mayWrite && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {t("products.may_not_write")}
        </Alert>
      )}
      <Form>
        <ProductForm product={product} mayWrite={mayWrite} />
        <UnsavedWarning />
      </Form>
    </>
  );
}
