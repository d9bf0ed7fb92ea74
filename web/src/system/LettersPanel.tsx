/** The dead letters of one queue: looked at one by one, tried again, or dropped with a reason. */
import ReplayIcon from "@mui/icons-material/Replay";
import {
  Alert,
  Button,
  Checkbox,
  Skeleton,
  Stack,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { usePermissions, useTranslate } from "react-admin";
import { ObjectLink } from "../parts/ObjectLink";
import { Nothing, Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { When } from "../parts/When";
import { may } from "../shell/rooms";
import { DropDialog } from "./DropDialog";
import { LetterDrawer } from "./LetterDrawer";
import { useLetters } from "./queries";
import { AT_ONCE, type Letter } from "./system";
import { useAbout } from "./useAbout";
import { useRedrive } from "./useRedrive";

const WIDE = { display: { xs: "none", md: "table-cell" } };

export function LettersPanel({ queue, hasAny }: { queue: string | null; hasAny: boolean }) {
  const t = useTranslate();
  if (queue === null) {
    return (
      <Panel title={t("system.dead_letters")}>
        <Nothing title={t("system.none_title")} text={hasAny ? t("system.choose_queue") : t("system.none_text")} />
      </Panel>
    );
  }
  return <OfQueue key={queue} queue={queue} />;
}

function OfQueue({ queue }: { queue: string }) {
  const t = useTranslate();
  const refusal = useRefusal();
  const { data, error } = useLetters(queue);
  const [chosen, setChosen] = useState<string[]>([]);
  const [shown, setShown] = useState<Letter | null>(null);
  const [dropped, setDropped] = useState<string[] | null>(null);
  const letters = data?.data ?? [];
  const picked = chosen.filter((id) => letters.some((letter) => letter.id === id));
  const isAll = letters.length > 0 && picked.length === letters.length;
  return (
    <Panel title={t("system.dead_letters_of", { name: queue })}>
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      {!data && !error && <Skeleton height={80} />}
      {data && !letters.length && <Nothing title={t("system.none_title")} text={t("system.none_text")} />}
      {letters.length > 0 && (
        <>
          <Actions queue={queue} ids={picked} count={letters.length} onDrop={() => setDropped(picked)} />
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell padding="checkbox">
                  <Checkbox
                    checked={isAll}
                    indeterminate={picked.length > 0 && !isAll}
                    onChange={() => setChosen(isAll ? [] : letters.map((letter) => letter.id))}
                    slotProps={{ input: { "aria-label": t("system.choose_all") } }}
                  />
                </TableCell>
                <TableCell>{t("system.what")}</TableCell>
                <TableCell sx={WIDE}>{t("system.of")}</TableCell>
                <TableCell>{t("system.since")}</TableCell>
                <TableCell sx={WIDE}>{t("system.why")}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {letters.map((letter) => (
                <Row
                  key={letter.id}
                  letter={letter}
                  isChosen={picked.includes(letter.id)}
                  onChoose={() =>
                    setChosen(
                      picked.includes(letter.id) ? picked.filter((id) => id !== letter.id) : [...picked, letter.id],
                    )
                  }
                  onShow={() => setShown(letter)}
                />
              ))}
            </TableBody>
          </Table>
          {data?.has_more && (
            <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
              {t("system.more_letters", { count: AT_ONCE })}
            </Typography>
          )}
        </>
      )}
      <LetterDrawer letter={shown} onEnd={() => setShown(null)} onDrop={(id) => setDropped([id])} />
      {dropped && (
        <DropDialog
          queue={queue}
          ids={dropped}
          onEnd={() => {
            setDropped(null);
            setShown(null);
          }}
        />
      )}
    </Panel>
  );
}

interface RowGiven {
  letter: Letter;
  isChosen: boolean;
  onChoose: () => void;
  onShow: () => void;
}

function Row({ letter, isChosen, onChoose, onShow }: RowGiven) {
  const t = useTranslate();
  const about = useAbout();
  return (
    <TableRow hover selected={isChosen}>
      <TableCell padding="checkbox">
        <Checkbox
          checked={isChosen}
          onChange={onChoose}
          slotProps={{ input: { "aria-label": t("system.choose", { id: letter.id }) } }}
        />
      </TableCell>
      <TableCell>
        <Button
          size="small"
          onClick={onShow}
          aria-haspopup="dialog"
          sx={{ textTransform: "none", textAlign: "left", p: 0, minWidth: 0 }}
        >
          {about(letter)}
        </Button>
      </TableCell>
      <TableCell sx={WIDE}>{letter.object_id ? <ObjectLink id={letter.object_id} /> : "–"}</TableCell>
      <TableCell>
        <When at={letter.sent_at} />
      </TableCell>
      <TableCell sx={WIDE}>{[letter.reason, letter.error].filter(Boolean).join(" · ") || "–"}</TableCell>
    </TableRow>
  );
}

interface ActionsGiven {
  queue: string;
  ids: readonly string[];
  count: number;
  onDrop: () => void;
}

function Actions({ queue, ids, count, onDrop }: ActionsGiven) {
  const t = useTranslate();
  const { permissions } = usePermissions<string[]>();
  const { isBusy, redrive } = useRedrive(queue);
  const isSome = ids.length > 0;
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ mb: 1, flexWrap: "wrap" }}>
      {may(permissions, "system:write") && (
        <Button
          variant="contained"
          startIcon={<ReplayIcon />}
          disabled={isBusy}
          onClick={() => void redrive(isSome ? ids : null)}
        >
          {isSome
            ? t("system.redrive_some", { smart_count: ids.length })
            : t("system.redrive_all", { smart_count: count })}
        </Button>
      )}
      {may(permissions, "system:drop") && (
        <Button variant="outlined" color="error" disabled={isBusy || !isSome} onClick={onDrop}>
          {t("system.drop")}
        </Button>
      )}
    </Stack>
  );
}
