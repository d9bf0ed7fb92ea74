/** From when a level is low, and what of it is never sold. */
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Stack } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { Form, maxValue, minValue, NumberInput, required, SaveButton, useTranslate } from "react-admin";
import { SafeEdit } from "../parts/SafeEdit";
import { keyOf, type Level, type Location } from "./levels";

const UNITS_MOST = 1_000_000_000;
const isUnits = [required(), minValue(0), maxValue(UNITS_MOST)];
const FIELDS = ["reorder_point", "safety_stock", "incoming"];

interface Given {
  level: Level;
  location: Location | undefined;
  onEnd: () => void;
}

export function LevelDialog({ level, location, onEnd }: Given) {
  const t = useTranslate();
  const queries = useQueryClient();

  function saved() {
    void queries.invalidateQueries({ queryKey: ["stock"] });
    onEnd();
  }

  return (
    <Dialog open onClose={onEnd} fullWidth maxWidth="xs" aria-labelledby="level-title">
      <DialogTitle id="level-title">{[level.sku, location?.name].filter(Boolean).join(" · ")}</DialogTitle>
      <SafeEdit
        resource="levels"
        id={keyOf(level)}
        component="div"
        title={false}
        actions={false}
        onSaved={saved}
        sx={{ "& .RaEdit-main": { display: "block" } }}
      >
        <Form>
          <DialogContent sx={{ pt: 1 }}>
            <Stack spacing={1}>
              {FIELDS.map((field) => (
                <NumberInput
                  key={field}
                  source={field}
                  min={0}
                  step={1}
                  validate={isUnits}
                  parse={(typed) => (typed === "" ? null : Math.trunc(Number(typed)))}
                  helperText={`inventory.${field}_help`}
                  fullWidth
                />
              ))}
            </Stack>
          </DialogContent>
          <DialogActions>
            <Button onClick={onEnd}>{t("ra.action.cancel")}</Button>
            <SaveButton alwaysEnable />
          </DialogActions>
        </Form>
      </SafeEdit>
    </Dialog>
  );
}
