import SearchIcon from "@mui/icons-material/Search";
import { Box, Button, type Theme, Typography, useMediaQuery } from "@mui/material";
import { AppBar, LoadingIndicator, LocalesMenuButton, TitlePortal, ToggleThemeButton, useTranslate } from "react-admin";
import { openPalette } from "./Palette";

export function Bar() {
  const t = useTranslate();
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  return (
    <AppBar
      toolbar={
        <>
          {!isNarrow && <LocalesMenuButton />}
          <ToggleThemeButton />
          <LoadingIndicator />
        </>
      }
    >
      <TitlePortal variant="h6" component="div" />
      <Box sx={{ flex: 1 }} />
      <Button
        onClick={openPalette}
        startIcon={isNarrow ? undefined : <SearchIcon />}
        color="inherit"
        aria-label={t("shop.search")}
        sx={{
          border: 1,
          borderColor: "divider",
          px: { xs: 1, sm: 1.5 },
          mr: { xs: 0, sm: 1 },
          minWidth: 0,
          color: "text.secondary",
        }}
      >
        {isNarrow ? (
          <SearchIcon />
        ) : (
          <>
            {t("shop.search")}
            <Typography
              component="kbd"
              variant="caption"
              sx={{ ml: 2, px: 0.75, border: 1, borderColor: "divider", borderRadius: 1 }}
            >
              /
            </Typography>
          </>
        )}
      </Button>
    </AppBar>
  );
}
