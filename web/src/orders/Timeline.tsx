import { Box, Stack, Typography } from "@mui/material";
import { useTranslate } from "react-admin";
import { Actor } from "../parts/Actor";
import { Panel } from "../parts/Panel";
import { When } from "../parts/When";
import type { Order } from "./order";
import { useTimeline } from "./queries";

/** Newest first: what happened last is what somebody looks for. */
export function Timeline({ order }: { order: Order }) {
  const t = useTranslate();
  const entries = useTimeline(order.id).data ?? [];
  return (
    <Panel title={t("orders.timeline")}>
      <Stack component="ol" sx={{ listStyle: "none", p: 0, m: 0 }}>
        {entries.toReversed().map((entry) => (
          <Stack key={entry.id} component="li" direction="row" spacing={2} sx={{ py: 0.75 }}>
            <Box
              aria-hidden
              sx={{ width: 8, height: 8, borderRadius: 4, bgcolor: "primary.main", mt: 0.9, flexShrink: 0 }}
            />
            <Box sx={{ flex: 1 }}>
              <Typography variant="body2">{t(`events.${entry.type.replace(".", "_")}`, { _: entry.type })}</Typography>
              <Typography variant="caption" color="textSecondary">
                <When at={entry.created_at} isExact />
                {entry.actor && (
                  <>
                    {" · "}
                    <Actor actor={entry.actor} />
                  </>
                )}
              </Typography>
            </Box>
          </Stack>
        ))}
      </Stack>
    </Panel>
  );
}
