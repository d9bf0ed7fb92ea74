import ArchiveIcon from "@mui/icons-material/ArchiveOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { Confirm, useTranslate } from "react-admin";
import { useAct } from "../parts/useAct";
import type { Product } from "./variants";

/** No longer sold. Nothing is deleted: orders and reports go on naming it. */
export function ArchiveButton({ product }: { product: Product }) {
  const t = useTranslate();
  const { isBusy, act } = useAct();
  const [isAsked, setAsked] = useState(false);

  async function archive() {
    const asked = { path: { product_id: product.id }, version: product.version };
    await act("DELETE", "/admin/products/{product_id}", asked, "products.archived");
    setAsked(false);
  }

  return (
    <>
      <Button color="error" startIcon={<ArchiveIcon />} onClick={() => setAsked(true)}>
        {t("products.archive")}
      </Button>
      <Confirm
        isOpen={isAsked}
        loading={isBusy}
        title={t("products.archive_title", { name: product.title })}
        content={t("products.archive_text")}
        confirm={t("products.archive")}
        confirmColor="warning"
        onConfirm={archive}
        onClose={() => setAsked(false)}
      />
    </>
  );
}
