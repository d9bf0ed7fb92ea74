/** One dead letter: all that may be shown of it. Its text stays where it is; operators read it from the command line. */
import CloseIcon from "@mui/icons-material/Close";
import ReplayIcon from "@mui/icons-material/Replay";
import { Box, Button, Drawer, IconButton, Stack, Typography } from "@mui/material";
import { usePermissions, useTranslate } from "react-admin";
import { ObjectLink } from "../parts/ObjectLink";
import { Facts } from "../parts/Panel";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import type { Letter } from "./system";
import { useAbout } from "./useAbout";
import { useRedrive } from "./useRedrive";

interface Given {
  letter: Letter | null;
  onEnd: () => void;
  onDrop: (id: string) => void;
}

export function LetterDrawer({ letter, onEnd, onDrop }: Given) {
  return (
    <Drawer
      anchor="right"
      open={letter !== null}
      onClose={onEnd}
      slotProps={{
        paper: { role: "dialog", "aria-labelledby": "letter-title", sx: { width: { xs: "100%", sm: 440 } } },
      }}
    >
      {letter && <Inside letter={letter} onEnd={onEnd} onDrop={() => onDrop(letter.id)} />}
    </Drawer>
  );
}

function Inside({ letter, onEnd, onDrop }: { letter: Letter; onEnd: () => void; onDrop: () => void }) {
  const t = useTranslate();
  const about = useAbout();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, redrive } = useRedrive(letter.queue);
  return (
    <Box sx={{ p: 2 }}>
      <Stack direction="row" sx={{ alignItems: "center", mb: 2 }}>
        <Typography id="letter-title" variant="h6" component="h2" sx={{ flex: 1, wordBreak: "break-word" }}>
          {about(letter)}
        </Typography>
        <IconButton aria-label={t("ra.action.close")} onClick={onEnd}>
          <CloseIcon />
        </IconButton>
      </Stack>
      <Facts
        of={[
          [t("system.part"), <code key="part">{letter.queue}</code>],
          [t("system.of"), letter.object_id && <ObjectLink key="of" id={letter.object_id} />],
          [t("system.event"), letter.event_id && <code key="event">{letter.event_id}</code>],
          [t("system.since"), <When key="since" at={letter.sent_at} isExact />],
          [t("system.due"), letter.due_at && <When key="due" at={letter.due_at} isExact />],
          [t("system.tries"), letter.tries],
          [t("system.why"), letter.reason],
          [t("system.error"), letter.error],
          ["ID", <code key="id">{letter.id}</code>],
        ]}
      />
      <Typography variant="body2" color="textSecondary" sx={{ my: 2 }}>
        {t("system.letter_help")}
      </Typography>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: "wrap" }}>
        {may(permissions, "system:write") && (
          <Button
            variant="contained"
            startIcon={<ReplayIcon />}
            disabled={isBusy}
            onClick={() => void redrive([letter.id]).then((isDone) => isDone && onEnd())}
          >
            {t("system.redrive")}
          </Button>
        )}
        {may(permissions, "system:drop") && (
          <Button variant="outlined" color="error" disabled={isBusy} onClick={onDrop}>
            {t("system.drop")}
          </Button>
        )}
      </Stack>
    </Box>
  );
}
