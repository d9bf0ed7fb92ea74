/** Every letter in every language, as it goes out, about an order that is made up. */
import {
  Alert,
  Box,
  List,
  ListItemButton,
  ListItemText,
  ListSubheader,
  MenuItem,
  Skeleton,
  Stack,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
} from "@mui/material";
import { useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { PageHead, Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { LetterFrame } from "./LetterFrame";
import type { LetterKind } from "./letter";
import { useLetter, useLetterKinds } from "./queries";

const TO = ["customer", "staff"] as const;

export function LettersPage() {
  const t = useTranslate();
  const refusal = useRefusal();
  const { data: kinds = [], error } = useLetterKinds();
  const [asked, ask] = useSearchParams();
  const kind = kinds.find((each) => each.kind === asked.get("kind")) ?? kinds[0];
  const locale = kind?.locales.find((each) => each === asked.get("locale")) ?? kind?.locales[0] ?? "";
  const choose = (more: Record<string, string>) => ask({ kind: kind?.kind ?? "", locale, ...more }, { replace: true });
  return (
    <Box sx={{ maxWidth: 1200 }}>
      <PageHead title={t("rooms.letters")} text={t("letters.text")} />
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      {kind && (
        <Stack direction={{ xs: "column", md: "row" }} spacing={2} useFlexGap>
          <Kinds kinds={kinds} chosen={kind} onChoose={(next) => choose({ kind: next })} />
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Shown kind={kind.kind} locale={locale}>
              <ToggleButtonGroup
                exclusive
                size="small"
                value={locale}
                aria-label={t("letters.language")}
                onChange={(_, next: string | null) => next && choose({ locale: next })}
              >
                {kind.locales.map((each) => (
                  <ToggleButton key={each} value={each}>
                    {t(`languages.${each}`, { _: each })}
                  </ToggleButton>
                ))}
              </ToggleButtonGroup>
            </Shown>
          </Box>
        </Stack>
      )}
    </Box>
  );
}

interface KindsGiven {
  kinds: readonly LetterKind[];
  chosen: LetterKind;
  onChoose: (kind: string) => void;
}

/** A list beside the letter; on a phone, a field above it. */
function Kinds({ kinds, chosen, onChoose }: KindsGiven) {
  const t = useTranslate();
  return (
    <>
      <TextField
        select
        label={t("letters.letter")}
        value={chosen.kind}
        onChange={(event) => onChoose(event.target.value)}
        sx={{ display: { md: "none" } }}
      >
        {kinds.map((each) => (
          <MenuItem key={each.kind} value={each.kind}>
            {t(`letters.kinds.${each.kind}`, { _: each.kind })}
          </MenuItem>
        ))}
      </TextField>
      <Box component="nav" aria-label={t("rooms.letters")} sx={{ display: { xs: "none", md: "block" }, width: 260 }}>
        {TO.map((to) => (
          <Box key={to}>
            <ListSubheader component="div" disableSticky sx={{ bgcolor: "transparent" }}>
              {t(`letters.to_${to}`)}
            </ListSubheader>
            <List dense>
              {kinds
                .filter((each) => each.to === to)
                .map((each) => (
                  <li key={each.kind}>
                    <ListItemButton
                      component="button"
                      selected={each.kind === chosen.kind}
                      aria-current={each.kind === chosen.kind}
                      onClick={() => onChoose(each.kind)}
                      sx={{ width: "100%", borderRadius: 1 }}
                    >
                      <ListItemText primary={t(`letters.kinds.${each.kind}`, { _: each.kind })} />
                    </ListItemButton>
                  </li>
                ))}
            </List>
          </Box>
        ))}
      </Box>
    </>
  );
}

function Shown({ kind, locale, children }: { kind: string; locale: string; children: React.ReactNode }) {
  const t = useTranslate();
  const refusal = useRefusal();
  const { data: letter, error } = useLetter(kind, locale);
  return (
    <Panel title={t(`letters.kinds.${kind}`, { _: kind })} more={children}>
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      {!letter && !error && <Skeleton height={480} />}
      {letter && (
        <Stack spacing={2}>
          <Typography>
            <Typography component="span" color="textSecondary">
              {t("letters.subject")}:
            </Typography>{" "}
            <strong>{letter.subject}</strong>
          </Typography>
          <LetterFrame page={letter.html} title={letter.subject} />
          <Box component="details">
            <Typography component="summary" variant="body2" sx={{ cursor: "pointer" }}>
              {t("letters.as_text")}
            </Typography>
            <Typography component="pre" variant="body2" sx={{ whiteSpace: "pre-wrap", wordBreak: "break-word", mb: 0 }}>
              {letter.text}
            </Typography>
          </Box>
        </Stack>
      )}
    </Panel>
  );
}
