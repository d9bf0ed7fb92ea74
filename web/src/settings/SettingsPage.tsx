/** What is set once: the shop's facts, where it is said how to change them, and the rooms of all that staff set. */
import { Alert, Box, Card, CardActionArea, CardContent, Grid, Skeleton, Stack, Typography } from "@mui/material";
import { usePermissions, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { Facts, PageHead, Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { useShop } from "../parts/shop";
import { addressOf, may, rooms } from "../shell/rooms";
import { useSettings } from "./queries";

export function SettingsPage() {
  const t = useTranslate();
  return (
    <Box sx={{ maxWidth: 960 }}>
      <PageHead title={t("rooms.settings")} />
      <Stack spacing={2}>
        <Doors />
        <Shop />
      </Stack>
    </Box>
  );
}

function Doors() {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const open = rooms.filter((room) => room.of === "settings" && may(permissions, room.reads));
  return (
    <Grid container spacing={2} component="nav" aria-label={t("rooms.settings")}>
      {open.map((room) => (
        <Grid key={room.name} size={{ xs: 12, sm: 4 }}>
          <Card sx={{ height: "100%" }}>
            <CardActionArea component={Link} to={addressOf(room)} sx={{ height: "100%" }}>
              <CardContent>
                <Stack direction="row" spacing={1.5} sx={{ alignItems: "center", mb: 0.5 }}>
                  <room.icon color="primary" />
                  <Typography variant="h6" component="h2">
                    {t(`rooms.${room.name}`)}
                  </Typography>
                </Stack>
                <Typography variant="body2" color="textSecondary">
                  {t(`settings.doors.${room.name}`)}
                </Typography>
              </CardContent>
            </CardActionArea>
          </Card>
        </Grid>
      ))}
    </Grid>
  );
}

function Shop() {
  const t = useTranslate();
  const refusal = useRefusal();
  const shop = useShop();
  const { data, error } = useSettings();
  const said = (word: string, value: React.ReactNode) => [t(`settings.${word}`), value] as const;
  const minutes = (count: number) => t("settings.minutes", { smart_count: count });
  return (
    <Panel title={t("settings.shop")}>
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      {!data && !error && <Skeleton height={240} />}
      {data && (
        <Stack spacing={2}>
          <Facts
            of={[
              said("name", data.shop_name),
              said("page", data.shop_url),
              said("contact", data.contact),
              said("currencies", shop?.currencies.join(", ") || t("settings.no_currencies")),
              said("first_currency", data.default_currency),
              said("languages", data.locales.map((each) => t(`languages.${each}`, { _: each })).join(", ")),
              said("first_language", t(`languages.${data.default_locale}`, { _: data.default_locale })),
              said("from", data.mail_from),
              said("reply_to", data.mail_reply_to),
              said("footer", data.mail_footer.join(" · ")),
              said("staff_mail", data.staff_mail),
              said("inbound", data.inbound_address ?? t("settings.nowhere")),
              said("holds", minutes(data.hold_minutes)),
              said("holds_free", minutes(data.free_hold_minutes)),
              said("holds_bank", t("settings.days", { smart_count: data.processing_days })),
              said("shows_stock", t(data.shows_stock ? "ra.boolean.true" : "ra.boolean.false")),
              said("stage", data.stage),
            ]}
          />
          <Alert severity="info">{t("settings.where")}</Alert>
        </Stack>
      )}
    </Panel>
  );
}
