/** Of a product with many variants, those that its page does not have: a hundred at a time, as they are asked for. */
import { Alert, Button } from "@mui/material";
import { useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import { ask } from "../api/client";
import type { Product, Row } from "./variants";

interface Given {
  product: Product;
  known: number;
  onMore: (rows: Row[]) => void;
}

export function MoreVariants({ product, known, onMore }: Given) {
  const t = useTranslate();
  const notify = useNotify();
  const [cursor, setCursor] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);

  async function more() {
    setAsking(true);
    try {
      const { body } = await ask("GET", "/admin/products/{product_id}/variants", {
        path: { product_id: product.id },
        query: cursor ? { limit: 100, cursor } : { limit: 100 },
      });
      setCursor(body.next_cursor);
      onMore(body.data);
    } catch {
      notify("products.more_failed", { type: "error" });
    } finally {
      setAsking(false);
    }
  }

  return (
    <Alert
      severity="info"
      action={
        <Button color="inherit" size="small" onClick={more} loading={isAsking}>
          {t("products.more_variants")}
        </Button>
      }
    >
      {t("products.some_variants", { known, all: product.variants_count })}
    </Alert>
  );
}
