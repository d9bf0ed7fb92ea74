/** One picture of a product: what it looks like and says, where it stands, and which variants it shows. */
import ArrowBackIcon from "@mui/icons-material/ArrowBack";
import ArrowForwardIcon from "@mui/icons-material/ArrowForward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import ImageIcon from "@mui/icons-material/ImageOutlined";
import {
  Box,
  Button,
  Card,
  Chip,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  IconButton,
  MenuItem,
  Stack,
  TextField,
  Typography,
} from "@mui/material";
import { type DragEvent, useEffect, useId, useState } from "react";
import { useTranslate } from "react-admin";
import { addressOf, type Media } from "./media";
import type { Product } from "./variants";

const ALT_MOST = 512;
const SHOWN_PX = 480;

interface Given {
  media: Media;
  /** 0 is the first. */
  place: number;
  count: number;
  product: Product;
  mayWrite: boolean;
  isBusy: boolean;
  onMove: (position: number) => void;
  onDrag: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  onChange: (body: { alt?: string; variant_ids?: string[] }) => Promise<boolean>;
  onRemove: () => void;
}

export function MediaCard({ media, place, count, mayWrite, isBusy, product, ...on }: Given) {
  const t = useTranslate();
  const [isOver, setOver] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const number = place + 1;
  return (
    <Card
      component="li"
      variant="outlined"
      aria-label={t("products.picture", { number })}
      draggable={mayWrite}
      onDragStart={on.onDrag}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        on.onDrop(event);
      }}
      sx={{ p: 1.5, outline: isOver ? 2 : 0, outlineStyle: "solid", outlineColor: "primary.main" }}
    >
      <Stack spacing={1.5}>
        <Look media={media} />
        <Stack direction="row" spacing={0.5} sx={{ alignItems: "center", minHeight: 32 }}>
          <Typography variant="body2" sx={{ flex: 1 }}>
            {place === 0 ? <Chip size="small" label={t("products.leads")} /> : `${number} / ${count}`}
          </Typography>
          {mayWrite && (
            <>
              <IconButton
                size="small"
                aria-label={t("products.picture_earlier", { number })}
                disabled={place === 0 || isBusy}
                onClick={() => on.onMove(place - 1)}
              >
                <ArrowBackIcon fontSize="small" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t("products.picture_later", { number })}
                disabled={number === count || isBusy}
                onClick={() => on.onMove(place + 1)}
              >
                <ArrowForwardIcon fontSize="small" />
              </IconButton>
              <IconButton
                size="small"
                aria-label={t("products.image_remove", { number })}
                disabled={isBusy}
                onClick={() => setAsking(true)}
              >
                <DeleteIcon fontSize="small" />
              </IconButton>
            </>
          )}
        </Stack>
        {media.status !== "failed" && (
          <Alt media={media} number={number} mayWrite={mayWrite} onChange={(alt) => on.onChange({ alt })} />
        )}
        {media.status !== "failed" && product.variants.length > 1 && (
          <Shows
            media={media}
            product={product}
            number={number}
            mayWrite={mayWrite}
            onChange={(variant_ids) => on.onChange({ variant_ids })}
          />
        )}
      </Stack>
      {isAsking && (
        <Dialog open onClose={() => setAsking(false)} aria-labelledby="remove-picture">
          <DialogTitle id="remove-picture">{t("products.remove_picture_title", { number })}</DialogTitle>
          <DialogContent>
            <DialogContentText>{t("products.remove_picture_text")}</DialogContentText>
          </DialogContent>
          <DialogActions>
            <Button onClick={() => setAsking(false)}>{t("ra.action.cancel")}</Button>
            <Button
              variant="contained"
              color="error"
              onClick={() => {
                setAsking(false);
                on.onRemove();
              }}
            >
              {t("products.remove_picture")}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </Card>
  );
}

/** The picture; before it is ready, that it is not, and where it cannot be shown, why. */
function Look({ media }: { media: Media }) {
  const t = useTranslate();
  const address = addressOf(media, SHOWN_PX);
  return (
    <Stack
      sx={{
        aspectRatio: "4 / 3",
        bgcolor: "action.hover",
        borderRadius: 1,
        overflow: "hidden",
        alignItems: "center",
        justifyContent: "center",
        textAlign: "center",
      }}
    >
      {media.status === "processing" && (
        <>
          <CircularProgress size={28} aria-label={t("products.preparing")} sx={{ mb: 1 }} />
          <Typography variant="body2">{t("products.preparing")}</Typography>
        </>
      )}
      {media.status === "failed" && (
        <>
          <ImageIcon color="error" />
          <Typography variant="body2" color="error" sx={{ px: 2 }}>
            {t(`products.failures.${media.failure}`)}
          </Typography>
        </>
      )}
      {address && (
        <Box
          component="img"
          src={address}
          alt={media.alt}
          draggable={false}
          loading="lazy"
          sx={{ width: "100%", height: "100%", objectFit: "contain" }}
        />
      )}
    </Stack>
  );
}

interface AltGiven {
  media: Media;
  number: number;
  mayWrite: boolean;
  onChange: (alt: string) => Promise<boolean>;
}

/** Saved as it is left. */
function Alt({ media, number, mayWrite, onChange }: AltGiven) {
  const t = useTranslate();
  const [typed, setTyped] = useState(media.alt);
  useEffect(() => setTyped(media.alt), [media.alt]);
  const save = () => {
    if (typed.trim() !== media.alt) onChange(typed.trim());
  };
  return (
    <TextField
      size="small"
      fullWidth
      multiline
      maxRows={4}
      label={t("products.alt", { number })}
      value={typed}
      disabled={!mayWrite}
      onChange={(event) => setTyped(event.target.value.replace(/\n/g, " "))}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // it saves these words, and not the product
        save();
      }}
      helperText={typed ? undefined : t("products.alt_help")}
      slotProps={{ htmlInput: { maxLength: ALT_MOST } }}
    />
  );
}

interface ShowsGiven {
  media: Media;
  product: Product;
  number: number;
  mayWrite: boolean;
  onChange: (ids: string[]) => void;
}

function Shows({ media, product, number, mayWrite, onChange }: ShowsGiven) {
  const t = useTranslate();
  const id = useId();
  const names = new Map(product.variants.map((each) => [each.id, Object.values(each.options).join(" · ") || each.sku]));
  return (
    <TextField
      select
      size="small"
      fullWidth
      id={id}
      label={t("products.shows", { number })}
      value={media.variant_ids}
      disabled={!mayWrite}
      onChange={(event) => onChange(event.target.value as unknown as string[])}
      slotProps={{
        inputLabel: { shrink: true },
        select: {
          multiple: true,
          displayEmpty: true,
          renderValue: (ids) => (ids as string[]).map((each) => names.get(each)).join(", ") || t("products.shows_all"),
        },
      }}
    >
      {product.variants.map((each) => (
        <MenuItem key={each.id} value={each.id}>
          {names.get(each.id)}
        </MenuItem>
      ))}
    </TextField>
  );
}
