import { Typography } from "@mui/material";
import { Form, useTranslate } from "react-admin";
import { SafeCreate } from "../parts/SafeCreate";
import { ProductForm } from "./ProductForm";
import { newVariants, type Row } from "./variants";

const NOTHING_YET = {
  title: "",
  description: "",
  status: "draft",
  options: [],
  variants: [],
  images: [],
  collections: [],
  tags: [],
  metadata: {},
  public_metadata: {},
};

/** A new product: a draft, until it is fit to be seen. */
export function ProductCreate() {
  const t = useTranslate();
  return (
    <SafeCreate component="div" actions={false} redirect="edit" transform={asNew}>
      <Typography variant="h5" component="h1" sx={{ pt: 2, pb: 2 }}>
        {t("products.new")}
      </Typography>
      <Form defaultValues={NOTHING_YET} warnWhenUnsavedChanges>
        <ProductForm product={null} mayWrite />
      </Form>
    </SafeCreate>
  );
}

function asNew(form: Record<string, unknown>): Record<string, unknown> {
  const { handle, variants, ...others } = form;
  return { ...others, ...(handle ? { handle } : {}), variants: newVariants((variants ?? []) as Row[]) };
}
