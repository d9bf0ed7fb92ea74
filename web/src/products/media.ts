/** Pictures of a product: where they go in their order, which one stands for it, and how a file is sent to the shop. */
import { ask } from "../api/client";
import type { components } from "../api/schema";
import { putFile } from "../api/upload";
import type { Product } from "./variants";

export type Media = components["schemas"]["MediaView"];
export type MediaChange = components["schemas"]["MediaChange"];
type NewUpload = components["schemas"]["NewMediaUpload"];
type Upload = components["schemas"]["UploadView"];

export const MEDIA_MOST = 50;
export const BYTES_MOST = 20 * 1024 * 1024;
export const TYPES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/** Why a file is not even sent; null where it may be. */
export function wrongWith(file: {
  type: string;
  size: number;
}): "products.file_no_picture" | "products.file_large" | null {
  if (!TYPES.includes(file.type)) return "products.file_no_picture";
  return file.size > BYTES_MOST ? "products.file_large" : null;
}

/** The address of one of a picture's files that is as wide, or of the widest; null before it is ready. */
export function addressOf(media: Pick<Media, "urls">, width: number): string | null {
  const widths = Object.keys(media.urls).map(Number).filter(Boolean);
  const best = widths.sort((a, b) => a - b).find((each) => each >= width) ?? widths.at(-1);
  return best ? (media.urls[String(best)] ?? null) : null;
}

/** What stands for a product in lists: its first picture, else the first address elsewhere. */
export function pictureOf(product: Pick<Product, "images"> & { media: Pick<Media, "urls">[] }): string | null {
  const first = product.media.find((each) => addressOf(each, 160));
  return (first && addressOf(first, 160)) ?? product.images[0] ?? null;
}

/** Whether a picture is still being looked at, so that it is worth asking again. */
export function isWaiting(media: readonly Media[]): boolean {
  return media.some((each) => each.status === "processing");
}

/** Sends a file straight to where the shop keeps it, and gives the id that a product names it by. Raises Problem. */
export async function sent(file: File, onProgress: (share: number) => void): Promise<string> {
  const content_type = file.type as NewUpload["content_type"];
  const body = { size_bytes: file.size, content_type, sha256: await sha256(file) };
  const place = (await ask("POST", "/admin/media/uploads", { body })).body as Upload;
  await putFile(place, file, onProgress);
  return place.id;
}

async function sha256(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
