/** Pictures elsewhere, by their addresses; the first one leads where the shop has none of its own. */
import AddIcon from "@mui/icons-material/Add";
import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpwardIcon from "@mui/icons-material/ArrowUpward";
import CloseIcon from "@mui/icons-material/Close";
import { Button, Chip, FormHelperText, IconButton, Stack, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useInput, useTranslate, ValidationError } from "react-admin";
import { Panel } from "../parts/Panel";
import { Picture } from "./Picture";

const MOST = 20;
const LENGTH_MOST = 2000;

/** The list with one of it moved by a step; as it is at either end. */
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...list];
  const other = at + by;
  if (other < 0 || other >= next.length) return next;
  [next[at], next[other]] = [next[other] as T, next[at] as T];
  return next;
}

function isAddress(typed: string): boolean {
  return URL.canParse(typed) && new URL(typed).protocol === "https:";
}

export function ImagesInput({ mayWrite }: { mayWrite: boolean }) {
  const t = useTranslate();
  const { field, fieldState, formState } = useInput<string[]>({ source: "images" });
  const [typed, setTyped] = useState("");
  const images: string[] = field.value || [];
  const isWrong = typed !== "" && !isAddress(typed.trim());
  const errors = formState.errors.images as unknown as Record<number, { message?: string }> | undefined;

  function add() {
    if (!isAddress(typed.trim()) || images.length >= MOST) return;
    field.onChange([...images, typed.trim()]);
    setTyped("");
  }

  return (
    <Panel title={t("resources.products.fields.images")}>
      {!images.length && (
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {t("products.no_addresses")}
        </Typography>
      )}
      <Stack component="ol" spacing={1} sx={{ listStyle: "none", p: 0, m: 0, mb: images.length ? 2 : 0 }}>
        {images.map((address, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand there twice
          <Stack component="li" key={i} direction="row" spacing={1} sx={{ alignItems: "center" }}>
            <Picture address={address} size={64} />
            <Stack sx={{ flex: 1, minWidth: 0 }}>
              <Typography variant="body2" sx={{ wordBreak: "break-all" }}>
                {address}
              </Typography>
              {i === 0 && <Chip size="small" label={t("products.leads")} sx={{ alignSelf: "flex-start", mt: 0.5 }} />}
              {errors?.[i]?.message && <FormHelperText error>{errors[i].message}</FormHelperText>}
            </Stack>
            {mayWrite && (
              <Stack direction="row">
                <IconButton
                  aria-label={t("products.image_up", { number: i + 1 })}
                  disabled={i === 0}
                  onClick={() => field.onChange(moved(images, i, -1))}
                >
                  <ArrowUpwardIcon fontSize="small" />
                </IconButton>
                <IconButton
                  aria-label={t("products.image_down", { number: i + 1 })}
                  disabled={i === images.length - 1}
                  onClick={() => field.onChange(moved(images, i, 1))}
                >
                  <ArrowDownwardIcon fontSize="small" />
                </IconButton>
                <IconButton
                  aria-label={t("products.image_remove", { number: i + 1 })}
                  onClick={() => field.onChange(images.filter((_, at) => at !== i))}
                >
                  <CloseIcon fontSize="small" />
                </IconButton>
              </Stack>
            )}
          </Stack>
        ))}
      </Stack>
      {fieldState.error?.message && (
        <FormHelperText error>
          <ValidationError error={fieldState.error.message} />
        </FormHelperText>
      )}
      {mayWrite && images.length < MOST && (
        <Stack direction={{ xs: "column", sm: "row" }} spacing={1} sx={{ alignItems: "flex-start" }}>
          <TextField
            fullWidth
            type="url"
            label={t("products.image_address")}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault(); // it adds the picture, and does not save the product
              add();
            }}
            error={isWrong}
            helperText={t(isWrong ? "products.image_wrong" : "products.image_help")}
            slotProps={{ htmlInput: { maxLength: LENGTH_MOST } }}
          />
          <Button startIcon={<AddIcon />} onClick={add} disabled={!typed || isWrong} sx={{ height: 40 }}>
            {t("ra.action.add")}
          </Button>
        </Stack>
      )}
    </Panel>
  );
}
