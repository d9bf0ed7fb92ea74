/** Pictures of a saved product: sent, put in order, described, taken off. Each step is saved at once, beside the form. */
import AddPhotoIcon from "@mui/icons-material/AddPhotoAlternateOutlined";
import { Alert, Box, Button, LinearProgress, Stack, Typography } from "@mui/material";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { useTranslate } from "react-admin";
import { ask } from "../api/client";
import { Panel } from "../parts/Panel";
import { useRefusal } from "../parts/refusals";
import { MediaCard } from "./MediaCard";
import { isWaiting, MEDIA_MOST, type Media, type MediaChange, sent, TYPES, wrongWith } from "./media";
import type { Product } from "./variants";

const LOOK_AGAIN_MS = 1500;
const MOVED = "application/x-media-id";

interface Sending {
  name: string;
  share: number;
}

/** Why a file was not taken, by its name. */
interface Refused {
  name: string;
  why: string;
}

export function MediaPanel({ product, mayWrite }: { product: Product; mayWrite: boolean }) {
  const t = useTranslate();
  const refusal = useRefusal();
  const queries = useQueryClient();
  const chosen = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const [refused, setRefused] = useState<Refused[]>([]);
  const [isOver, setOver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const path = { product_id: product.id };
  const key = ["products", "media", product.id];
  const { data: media = product.media } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => (await ask("GET", "/admin/products/{product_id}", { path, signal })).body.media,
    refetchInterval: ({ state }) => (isWaiting(state.data ?? []) ? LOOK_AGAIN_MS : false),
  });

  function take(answer: Product) {
    queries.setQueryData<Media[]>(key, answer.media);
    queries.invalidateQueries({ queryKey: ["products", "getList"] });
  }

  async function act(asked: () => Promise<{ body: unknown }>): Promise<boolean> {
    setBusy(true);
    try {
      take((await asked()).body as Product);
      return true;
    } catch (error) {
      setRefused([{ name: "", why: refusal(error) }]);
      await queries.invalidateQueries({ queryKey: key });
      return false;
    } finally {
      setBusy(false);
    }
  }

  function change(media_id: string, body: MediaChange) {
    return act(() =>
      ask("PATCH", "/admin/products/{product_id}/media/{media_id}", { path: { ...path, media_id }, body }),
    );
  }

  function remove(media_id: string) {
    return act(() => ask("DELETE", "/admin/products/{product_id}/media/{media_id}", { path: { ...path, media_id } }));
  }

  async function add(files: readonly File[]) {
    if (sending) return;
    const wrong: Refused[] = [];
    setRefused([]);
    for (const file of files) {
      try {
        const why = wrongWith(file);
        if (why) throw new Error(t(why));
        setSending({ name: file.name, share: 0 });
        const upload_id = await sent(file, (share) => setSending({ name: file.name, share }));
        const { body } = await ask("POST", "/admin/products/{product_id}/media", { path, body: { upload_id } });
        take(body as Product);
      } catch (error) {
        wrong.push({ name: file.name, why: refusal(error) });
      }
    }
    setSending(null);
    setRefused(wrong);
  }

  function dropped(event: DragEvent) {
    setOver(false);
    if (!event.dataTransfer.files.length || !mayWrite) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  }

  const isFull = media.length >= MEDIA_MOST;
  return (
    <Panel title={t("products.media")}>
      {!media.length && (
        <Typography color="textSecondary" sx={{ mb: 2 }}>
          {t("products.no_images")}
        </Typography>
      )}
      <Box
        component="ol"
        sx={{
          listStyle: "none",
          p: 0,
          m: 0,
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "1fr", sm: "repeat(auto-fill, minmax(250px, 1fr))" },
        }}
      >
        {media.map((each, i) => (
          <MediaCard
            key={each.id}
            media={each}
            place={i}
            count={media.length}
            product={product}
            mayWrite={mayWrite}
            isBusy={isBusy}
            onMove={(position) => change(each.id, { position })}
            onDrop={(event) => {
              const id = event.dataTransfer.getData(MOVED);
              if (id && id !== each.id) change(id, { position: i });
            }}
            onDrag={(event) => event.dataTransfer.setData(MOVED, each.id)}
            onChange={(body) => change(each.id, body)}
            onRemove={() => remove(each.id)}
          />
        ))}
      </Box>
      {mayWrite && !isFull && (
        <Stack
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes("Files")) return;
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={dropped}
          spacing={1}
          sx={{
            mt: media.length ? 2 : 0,
            p: 3,
            alignItems: "center",
            textAlign: "center",
            border: "2px dashed",
            borderColor: isOver ? "primary.main" : "divider",
            bgcolor: isOver ? "action.hover" : "transparent",
            borderRadius: 1,
          }}
        >
          <input
            ref={chosen}
            type="file"
            hidden
            multiple
            accept={TYPES.join(",")}
            data-testid="media-files"
            onChange={(event) => {
              add([...(event.target.files ?? [])]);
              event.target.value = ""; // the same file may be chosen again
            }}
          />
          <Button
            variant="outlined"
            startIcon={<AddPhotoIcon />}
            disabled={sending !== null}
            onClick={() => chosen.current?.click()}
          >
            {t("products.add_media")}
          </Button>
          <Typography variant="body2" color="textSecondary">
            {t("products.media_help")}
          </Typography>
        </Stack>
      )}
      <div aria-live="polite">
        {sending && (
          <Box sx={{ mt: 2 }}>
            <Typography variant="body2" sx={{ wordBreak: "break-all" }}>
              {t("products.sending", { name: sending.name })}
            </Typography>
            <LinearProgress
              variant="determinate"
              value={Math.round(sending.share * 100)}
              aria-label={t("products.sending", { name: sending.name })}
            />
          </Box>
        )}
        {refused.map((each) => (
          <Alert
            key={`${each.name} ${each.why}`}
            severity="error"
            sx={{ mt: 2, wordBreak: "break-word" }}
            onClose={() => setRefused(refused.filter((other) => other !== each))}
          >
            {[each.name, each.why].filter(Boolean).join(": ")}
          </Alert>
        ))}
      </div>
    </Panel>
  );
}
