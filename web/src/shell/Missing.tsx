/** A page that is not there, or not for whoever asks. */
import { Box, Button, Typography } from "@mui/material";
import { Title, useTranslate } from "react-admin";
import { Link } from "react-router-dom";

export function Missing() {
  const t = useTranslate();
  return (
    <Box sx={{ maxWidth: 520, mx: "auto", mt: 10, textAlign: "center" }}>
      <Title title={t("shop.missing_title")} />
      <Typography variant="h5" component="h1" gutterBottom>
        {t("shop.missing_title")}
      </Typography>
      <Typography color="textSecondary" sx={{ mb: 3 }}>
        {t("shop.missing_text")}
      </Typography>
      <Button component={Link} to="/" variant="contained">
        {t("rooms.home")}
      </Button>
    </Box>
  );
}
