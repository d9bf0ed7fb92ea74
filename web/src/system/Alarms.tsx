/** The alarms that are on, each with since when. Where all are quiet, the tile says so. */
import { Alert, AlertTitle, Box } from "@mui/material";
import { useTranslate } from "react-admin";
import { When } from "../parts/When";
import type { System } from "./system";

export function Alarms({ alarms }: { alarms: System["alarms"] }) {
  const t = useTranslate();
  if (!alarms?.alarms.length) return null;
  return (
    <Alert severity="error">
      <AlertTitle>{t("system.alarms_on")}</AlertTitle>
      <Box component="ul" sx={{ m: 0, pl: 2 }}>
        {alarms.alarms.map((alarm) => (
          <li key={alarm.name}>
            <code>{alarm.name}</code> · <When at={alarm.since} />
          </li>
        ))}
      </Box>
    </Alert>
  );
}
