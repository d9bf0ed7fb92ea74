/** What an object of the shop said, as its outbox has it: the first place to look when something did not happen. */
import SearchIcon from "@mui/icons-material/Search";
import {
  Alert,
  Button,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TextField,
  Typography,
} from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslate } from "react-admin";
import { WIDE } from "../parts/narrow";
import { ObjectLink } from "../parts/ObjectLink";
import { Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { Status } from "../parts/Status";
import { When } from "../parts/When";
import { useObjectEvents } from "./queries";

export function EventsOf({ object, onObject }: { object: string; onObject: (object: string) => void }) {
  const t = useTranslate();
  const refusal = useRefusal();
  const [typed, setTyped] = useState(object);
  const { data, error, isFetching } = useObjectEvents(object);

  function look(event: FormEvent) {
    event.preventDefault();
    onObject(typed.trim());
  }

  return (
    <Panel title={t("system.events")}>
      <Stack component="form" direction="row" spacing={1} onSubmit={look} sx={{ mb: 1, alignItems: "flex-start" }}>
        <TextField
          label={t("system.object")}
          helperText={t("system.object_help")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          sx={{ flex: 1, maxWidth: 480 }}
          slotProps={{ htmlInput: { maxLength: 64, autoComplete: "off", spellCheck: false } }}
        />
        <Button type="submit" variant="outlined" startIcon={<SearchIcon />} disabled={!typed.trim()} sx={{ mt: 1 }}>
          {t("system.look")}
        </Button>
      </Stack>
      {error && <Alert severity="info">{refusal(error)}</Alert>}
      {data && !data.data.length && !isFetching && (
        <Typography color="textSecondary">{t("system.no_events")}</Typography>
      )}
      {data && data.data.length > 0 && (
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("system.event")}</TableCell>
              <TableCell>{t("system.at")}</TableCell>
              <TableCell sx={WIDE}>{t("system.of")}</TableCell>
              <TableCell>{t("system.bus")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {data.data.map((each) => (
              <TableRow key={each.id}>
                <TableCell sx={{ wordBreak: "break-word" }}>
                  <code title={each.id}>{each.type}</code>
                </TableCell>
                <TableCell>
                  <When at={each.created_at} isExact />
                </TableCell>
                <TableCell sx={WIDE}>
                  <ObjectLink id={each.object_id} />
                </TableCell>
                <TableCell>
                  <Status of="outbox" value={each.is_sent ? "sent" : "waiting"} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  );
}
