import SearchIcon from "@mui/icons-material/Search";
import { Box, Button, CircularProgress, type Theme, Typography, useMediaQuery } from "@mui/material";
import {
  AppBar,
  LocalesMenuButton,
  RefreshIconButton,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useGetIdentity,
  useLoading,
  useTranslate,
} from "react-admin";
import { openPalette } from "./Palette";

export function Bar() {
  const t = useTranslate();
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  return (
    <AppBar
      userMenu={<Account />}
      toolbar={
        <>
          {!isNarrow && <LocalesMenuButton />}
          <ToggleThemeButton />
          <Refresh />
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

/** Their own name is the button's, for whoever hears it as for whoever reads it. */
function Account() {
  const { identity } = useGetIdentity();
  return <UserMenu label={identity?.fullName || "ra.auth.user_menu"} />;
}

/** Asks again for what is shown; while something is asked for, it turns. */
function Refresh() {
  const t = useTranslate();
  const isBusy = useLoading();
  if (!isBusy) return <RefreshIconButton />;
  return (
    <Box sx={{ p: 1, display: "flex" }}>
      <CircularProgress size={24} thickness={5} color="inherit" aria-label={t("ra.page.loading")} />
    </Box>
  );
}
