/** How much of everything is where: counts are typed into the grid and booked with their reason. */
import {
  Alert,
  Box,
  Button,
  FormControlLabel,
  MenuItem,
  Paper,
  Stack,
  Switch,
  TextField,
  Typography,
} from "@mui/material";
import { useMemo, useState } from "react";
import { Loading, Title, usePermissions, useTranslate } from "react-admin";
import { useSearchParams } from "react-router-dom";
import { useLocations } from "../orders/queries";
import { useRefusal } from "../parts/refusals";
import { useUnsaved } from "../parts/useUnsaved";
import { may } from "../shell/rooms";
import { BookCounts } from "./BookCounts";
import { LevelDialog } from "./LevelDialog";
import { LevelGrid } from "./LevelGrid";
import { type Counts, type Level, rowsOf, type Shortfall, wrongCounts } from "./levels";
import { type LevelFilter, useLevels } from "./queries";
import { Shortfalls } from "./Shortfalls";
import { SkuBox } from "./SkuBox";

export function LevelsPage() {
  const t = useTranslate();
  const refusal = useRefusal();
  const { permissions } = usePermissions<string[]>();
  const mayWrite = may(permissions, "inventory:write");
  const [filter, setFilter] = useFilter();
  const { data: locations } = useLocations();
  const shown = useMemo(
    () => (locations ?? []).filter((each) => !filter.location_id || each.id === filter.location_id),
    [locations, filter.location_id],
  );
  const { shelves, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useLevels(
    shown.map((each) => each.id),
    filter,
  );
  const [counts, setCounts] = useState<Counts>({});
  const [opened, setOpened] = useState<Level | null>(null);
  const [shortfalls, setShortfalls] = useState<Shortfall[]>([]);
  const rows = rowsOf(shelves);
  const wrong = wrongCounts(rows, counts);
  useUnsaved(Object.keys(counts).length > 0);

  if (!locations) return <Loading />;
  return (
    <Box sx={{ pt: 2 }}>
      <Title title={t("rooms.levels")} />
      <Stack direction="row" spacing={1.5} useFlexGap sx={{ flexWrap: "wrap", alignItems: "center", mb: 2 }}>
        <SkuBox variantId={filter.variant_id} onVariant={(variant_id) => setFilter({ ...filter, variant_id })} />
        <TextField
          select
          label={t("inventory.location")}
          value={filter.location_id ?? ""}
          onChange={(event) => setFilter({ ...filter, location_id: event.target.value || undefined })}
          sx={{ width: 220 }}
        >
          <MenuItem value="">{t("inventory.all_locations")}</MenuItem>
          {locations.map((each) => (
            <MenuItem key={each.id} value={each.id}>
              {each.name}
            </MenuItem>
          ))}
        </TextField>
        <FormControlLabel
          control={
            <Switch
              checked={!!filter.is_low}
              onChange={(event) => setFilter({ ...filter, is_low: event.target.checked || undefined })}
            />
          }
          label={t("inventory.only_low")}
        />
      </Stack>
      {!locations.length && <Alert severity="info">{t("inventory.no_locations")}</Alert>}
      {error && <Alert severity="error">{refusal(error)}</Alert>}
      <Shortfalls shortfalls={shortfalls} locations={locations} onEnd={() => setShortfalls([])} />
      {!!locations.length && isPending && <Loading />}
      {!isPending && !error && !rows.length && <Nothing filter={filter} />}
      {rows.length > 0 && (
        <Paper sx={{ border: 1, borderColor: "divider" }}>
          <LevelGrid
            rows={rows}
            locations={shown}
            counts={counts}
            wrong={wrong}
            mayWrite={mayWrite}
            onCounts={setCounts}
            onOpen={setOpened}
          />
        </Paper>
      )}
      {hasNextPage && (
        <Stack sx={{ alignItems: "center", mt: 2 }}>
          <Button onClick={() => fetchNextPage()} disabled={isFetchingNextPage}>
            {t("inventory.more")}
          </Button>
        </Stack>
      )}
      {Object.keys(counts).length > 0 && (
        <BookCounts
          rows={rows}
          counts={counts}
          isWrong={wrong.length > 0}
          onCounts={setCounts}
          onShortfalls={(more) => setShortfalls((before) => [...before, ...more])}
        />
      )}
      {opened && (
        <LevelDialog
          level={opened}
          location={locations.find((each) => each.id === opened.location_id)}
          onEnd={() => setOpened(null)}
        />
      )}
    </Box>
  );
}

/** In the address, as lists have it: a link may lead to what is low. */
function useFilter(): [LevelFilter, (filter: LevelFilter) => void] {
  const [params, setParams] = useSearchParams();
  const text = params.get("filter");
  const filter = useMemo(() => asFilter(text), [text]);
  return [filter, (next) => setParams({ filter: JSON.stringify(next) }, { replace: true })];
}

function asFilter(text: string | null): LevelFilter {
  try {
    const given = JSON.parse(text ?? "{}") as Record<string, unknown>;
    return {
      variant_id: given.variant_id ? String(given.variant_id) : undefined,
      location_id: given.location_id ? String(given.location_id) : undefined,
      is_low: given.is_low === true || undefined,
    };
  } catch {
    return {};
  }
}

function Nothing({ filter }: { filter: LevelFilter }) {
  const t = useTranslate();
  const word = filter.is_low ? "none_low" : filter.variant_id || filter.location_id ? "none_found" : "none";
  return (
    <Stack sx={{ alignItems: "center", mt: 8 }} spacing={1}>
      <Typography variant="h6" component="h2">
        {t(`inventory.${word}_title`)}
      </Typography>
      <Typography color="textSecondary">{t(`inventory.${word}_text`)}</Typography>
    </Stack>
  );
}
