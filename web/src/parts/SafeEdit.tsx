/** Editing what others may edit too: a save is for the version that was read, and where somebody was faster, three ways. */
import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from "@mui/material";
import { type ReactNode, useState } from "react";
import {
  type DataProvider,
  Edit,
  type EditProps,
  type RaRecord,
  useDataProvider,
  useNotify,
  useRedirect,
  useRefresh,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { Problem } from "../api/problem";
import { changed } from "../data/provider";
import { resource } from "../data/resources";
import { useTellRefusal } from "./refusals";
import { useTold } from "./SafeCreate";

type Raw = Record<string, unknown>;

/** What stood when it was opened, what was made of it here, and what stands now. */
export interface Conflict {
  before: Raw;
  mine: Raw;
  theirs: Raw;
}

export interface Difference {
  field: string;
  before: unknown;
  mine: unknown;
  theirs: unknown;
  /** Whether both changed it, and not to the same. */
  isContested: boolean;
}

/** The fields in which mine or theirs is another than what stood before. */
export function differences({ before, mine, theirs }: Conflict, fields: readonly string[]): Difference[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  return fields
    .map((field) => ({
      field,
      before: before[field],
      mine: field in mine ? mine[field] : before[field],
      theirs: theirs[field],
    }))
    .filter(({ before: was, mine: m, theirs: t }) => !same(was, m) || !same(was, t))
    .map((each) => ({
      ...each,
      isContested: !same(each.before, each.mine) && !same(each.before, each.theirs) && !same(each.mine, each.theirs),
    }));
}

/** The same of versions that are made comparable first: whatever field one of them has, but for what is ours to keep. */
export function differencesOf({ before, mine, theirs }: Conflict, compared: (version: Raw) => Raw): Difference[] {
  const made = { before: compared(before), mine: compared(mine), theirs: compared(theirs) };
  const names = [...new Set([...Object.keys(made.before), ...Object.keys(made.mine), ...Object.keys(made.theirs)])];
  return differences(
    made,
    names.filter((name) => !KEPT_BY_THE_SHOP.includes(name)),
  );
}

const KEPT_BY_THE_SHOP = ["id", "object", "version", "created_at", "updated_at"];

interface Given extends EditProps {
  children: ReactNode;
  /** A version as it is laid beside the others, by field; else the fields that may be written, as they are. */
  compared?: (version: Raw) => Raw;
  onSaved?: () => void;
}

export function SafeEdit({ children, compared, onSaved, ...props }: Given) {
  const name = useResourceContext(props) as string;
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const data = useDataProvider();
  const notify = useNotify();
  const told = useTold(name);
  const lead = useRedirect();
  const refresh = useRefresh();

  /** Whether somebody changed what this form does not show at all. */
  function isUntouched(before: Raw, theirs: Raw): boolean {
    const same = { before, mine: before, theirs };
    return !!compared && !differencesOf(same, compared).length;
  }

  async function saveFor(theirs: RaRecord, mine: Raw, before: Raw) {
    try {
      await saveOver(data, name, { before, mine, theirs });
      notify("shop.saved", { type: "success" });
      onSaved?.();
      refresh();
    } catch (error) {
      told.onError(error);
    }
  }

  return (
    <Edit
      mutationMode="pessimistic"
      redirect={false}
      {...props}
      mutationOptions={{
        onSuccess: (record) => {
          notify("shop.saved", { type: "success" });
          onSaved?.();
          if (props.redirect) lead(props.redirect, name, record.id, record);
        },
        onError: async (error, variables) => {
          if (!(error instanceof Problem) || !error.isConflictOfVersions) {
            return told.onError(error);
          }
          const { id, data: mine, previousData } = variables as { id: string; data: Raw; previousData: Raw };
          const { data: theirs } = await data.getOne(name, { id });
          if (isUntouched(previousData, theirs)) return saveFor(theirs, mine, previousData);
          setConflict({ before: previousData, mine, theirs });
        },
      }}
    >
      {children}
      {conflict && (
        <ThreeWays
          name={name}
          conflict={conflict}
          onEnd={() => setConflict(null)}
          {...(compared ? { compared } : {})}
        />
      )}
    </Edit>
  );
}

/** What was changed here, for the version that stands now. */
function saveOver(data: DataProvider, name: string, { before, mine, theirs }: Conflict) {
  return data.update(name, {
    id: before.id as string,
    data: changed(resource(name), mine, before),
    previousData: theirs as RaRecord,
    meta: { version: theirs.version },
  });
}

interface ThreeWaysGiven {
  name: string;
  conflict: Conflict;
  onEnd: () => void;
  compared?: (version: Raw) => Raw;
}

function ThreeWays({ name, conflict, onEnd, compared }: ThreeWaysGiven) {
  const t = useTranslate();
  const data = useDataProvider();
  const refresh = useRefresh();
  const notify = useNotify();
  const tell = useTellRefusal();
  const [isBusy, setBusy] = useState(false);
  const found = compared
    ? differencesOf(conflict, compared)
    : differences(conflict, resource(name).writable ?? Object.keys(conflict.before));

  async function keepMine() {
    setBusy(true);
    try {
      await saveOver(data, name, conflict);
      notify("shop.saved", { type: "success" });
      refresh();
      onEnd();
    } catch (error) {
      tell(error);
      setBusy(false);
    }
  }

  return (
    <Dialog open onClose={onEnd} maxWidth="md" fullWidth aria-labelledby="faster-title">
      <DialogTitle id="faster-title">{t("shop.faster_title")}</DialogTitle>
      <DialogContent>
        <DialogContentText sx={{ mb: 2 }}>{t("shop.faster_text")}</DialogContentText>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>{t("shop.field")}</TableCell>
              <TableCell>{t("shop.before")}</TableCell>
              <TableCell>{t("shop.mine")}</TableCell>
              <TableCell>{t("shop.theirs")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {found.map((each) => (
              <TableRow key={each.field} selected={each.isContested}>
                <TableCell component="th" scope="row">
                  {t(`resources.${name}.fields.${each.field}`, { _: each.field })}
                </TableCell>
                {[each.before, each.mine, each.theirs].map((value, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always the same
                  <TableCell key={i} sx={{ wordBreak: "break-word", whiteSpace: "pre-line" }}>
                    {shown(value)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </DialogContent>
      <DialogActions>
        <Button onClick={onEnd}>{t("shop.back_to_form")}</Button>
        <Button
          onClick={() => {
            refresh();
            onEnd();
          }}
        >
          {t("shop.take_theirs")}
        </Button>
        <Button variant="contained" onClick={keepMine} disabled={isBusy}>
          {t("shop.keep_mine")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const SHOWN_MOST = 300;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 1);
  return text.length > SHOWN_MOST ? `${text.slice(0, SHOWN_MOST)}…` : text;
}
