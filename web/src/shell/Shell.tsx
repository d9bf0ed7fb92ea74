/** Around every page: the bar on top, the menu, and what the keyboard does. */
import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { Layout } from "react-admin";
import { Bar } from "./Bar";
import { Menu } from "./Menu";
import { Palette } from "./Palette";

/** Never wider than the window: what is, scrolls by itself. */
const CONTENT = {
  minWidth: 0,
  "& .RaLayout-appFrame": { minWidth: 0 },
  "& .RaLayout-content": { px: { xs: 1, md: 3 }, pb: 6, minWidth: 0 },
  "& .RaList-main, & .RaEdit-card, & .RaCreate-card": { minWidth: 0 },
  "& .RaList-content, & .RaDataTable-tableWrapper": { overflowX: "auto" },
};

export function Shell({ children }: { children?: ReactNode }) {
  return (
    <Layout appBar={Bar} menu={Menu} sx={CONTENT}>
      <Box sx={{ maxWidth: 1400, width: "100%", minWidth: 0 }}>{children}</Box>
      <Palette />
    </Layout>
  );
}
