/** How it looks: quiet paper, one accent, figures in columns; the same in the dark. */
import { defaultTheme, type RaThemeOptions } from "react-admin";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const shared: RaThemeOptions = {
  ...defaultTheme,
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: FONT,
    fontSize: 14,
    h4: { fontWeight: 650, letterSpacing: "-0.02em" },
    h5: { fontWeight: 650, letterSpacing: "-0.01em" },
    h6: { fontWeight: 600, fontSize: "1.05rem" },
    button: { textTransform: "none", fontWeight: 600 },
  },
  sidebar: { width: 216, closedWidth: 52 },
  components: {
    ...defaultTheme.components,
    MuiCssBaseline: {
      styleOverrides: {
        ":focus-visible": { outlineOffset: 2 },
        "@media print": { ".RaLayout-appFrame": { marginTop: 0 }, ".no-print, .RaSidebar-root": { display: "none" } },
      },
    },
    MuiGrid: { styleOverrides: { root: { minWidth: 0 } } },
    MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } }, defaultProps: { elevation: 0 } },
    MuiCard: { styleOverrides: { root: { borderWidth: 1, borderStyle: "solid" } } },
    MuiTableCell: {
      styleOverrides: { head: { fontWeight: 600, whiteSpace: "nowrap" }, root: { fontVariantNumeric: "tabular-nums" } },
    },
    RaMenuItemLink: {
      styleOverrides: {
        root: {
          margin: "0 8px",
          borderRadius: 8,
          paddingLeft: 8,
          "&.RaMenuItemLink-active": { backgroundColor: "var(--wash)", fontWeight: 600 },
        },
      },
    },
    MuiButton: { defaultProps: { disableElevation: true } },
    MuiTextField: { defaultProps: { variant: "outlined", size: "small" } },
    MuiFormControl: { defaultProps: { variant: "outlined", size: "small" } },
    MuiAutocomplete: { defaultProps: { fullWidth: true } },
  },
};

function themed(mode: "light" | "dark"): RaThemeOptions {
  const isDark = mode === "dark";
  const line = isDark ? "#32403d" : "#d9e0de";
  return {
    ...shared,
    palette: {
      mode,
      primary: { main: isDark ? "#6fc7bf" : "#0f5c5c", contrastText: isDark ? "#06201e" : "#ffffff" },
      secondary: { main: isDark ? "#6fc7bf" : "#0f5c5c", contrastText: isDark ? "#06201e" : "#ffffff" },
      error: { main: isDark ? "#ffb4ab" : "#b3261e" },
      warning: { main: isDark ? "#f2c063" : "#8a5300" },
      success: { main: isDark ? "#86d69b" : "#1b6b3a" },
      info: { main: isDark ? "#9ecaff" : "#1f5fa8" },
      background: { default: isDark ? "#0f1615" : "#f4f6f5", paper: isDark ? "#18211f" : "#ffffff" },
      text: { primary: isDark ? "#e7eceb" : "#17211f", secondary: isDark ? "#a3b0ad" : "#55625f" },
      divider: line,
    },
    components: {
      ...shared.components,
      MuiCssBaseline: {
        styleOverrides: {
          ...(shared.components?.MuiCssBaseline?.styleOverrides as object),
          ":root": { "--wash": isDark ? "#6fc7bf22" : "#0f5c5c14" },
        },
      },
      MuiCard: { styleOverrides: { root: { border: `1px solid ${line}` } } },
      MuiAppBar: {
        defaultProps: { elevation: 0 },
        styleOverrides: {
          root: {
            backgroundColor: isDark ? "#18211f" : "#ffffff",
            color: isDark ? "#e7eceb" : "#17211f",
            borderBottom: `1px solid ${line}`,
          },
        },
      },
    },
  };
}

export const lightTheme = themed("light");
export const darkTheme = themed("dark");
