import { describe, expect, test } from "vitest";
import { addressOf, BYTES_MOST, isWaiting, type Media, pictureOf, wrongWith } from "../src/products/media";

const URLS = {
  "160": "/media/a/160.webp",
  "480": "/media/a/480.webp",
  "700": "/media/a/700.webp",
  fallback: "/media/a/700.jpg",
};

function aPicture(more: Partial<Media> = {}): Media {
  return {
    id: "med_1",
    object: "media",
    alt: "",
    variant_ids: [],
    status: "ready",
    failure: null,
    width: 700,
    height: 500,
    urls: URLS,
    created_at: "2026-11-22T12:00:00.000Z",
    ...more,
  };
}

describe("pictures", () => {
  test("the narrowest file that is wide enough is shown, else the widest", () => {
    expect(addressOf({ urls: URLS }, 160)).toBe("/media/a/160.webp");
    expect(addressOf({ urls: URLS }, 200)).toBe("/media/a/480.webp");
    expect(addressOf({ urls: URLS }, 960)).toBe("/media/a/700.webp");
    expect(addressOf({ urls: {} }, 160)).toBeNull();
  });

  test("a product's first picture that is ready stands for it, else an address elsewhere, else nothing", () => {
    const waiting = aPicture({ status: "processing", urls: {} });
    const images = ["https://example.com/a.jpg"];
    expect(pictureOf({ images, media: [waiting, aPicture()] })).toBe("/media/a/160.webp");
    expect(pictureOf({ images, media: [waiting] })).toBe(images[0]);
    expect(pictureOf({ images: [], media: [] })).toBeNull();
  });

  test("it is asked again while one is being looked at", () => {
    expect(isWaiting([aPicture(), aPicture({ status: "processing" })])).toBe(true);
    expect(isWaiting([aPicture(), aPicture({ status: "failed", failure: "animated" })])).toBe(false);
  });

  test("what would be refused is not sent", () => {
    expect(wrongWith({ type: "image/png", size: BYTES_MOST })).toBeNull();
    expect(wrongWith({ type: "image/svg+xml", size: 10 })).toBe("products.file_no_picture");
    expect(wrongWith({ type: "", size: 10 })).toBe("products.file_no_picture");
    expect(wrongWith({ type: "image/png", size: BYTES_MOST + 1 })).toBe("products.file_large");
  });
});
