/**
 * A letter as a mail program shows it: in a frame of its own, in which nothing runs.
 *
 * The frame has our Content-Security-Policy too, and so no styles that stand in a text. They are put on piece by piece,
 * as the policy allows. Links lead nowhere; each says where it would.
 */
import { useEffect, useRef, useState } from "react";
import { undressed, WORN } from "./letter";

const FIRST_HEIGHT = 480;

export function LetterFrame({ page, title }: { page: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isThere, setThere] = useState(false);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  useEffect(() => {
    const inside = frame.current?.contentDocument;
    if (isThere && inside) setHeight(shown(page, inside));
  }, [isThere, page]);
  return (
    <iframe
      ref={frame}
      title={title}
      srcDoc="<!doctype html><title></title>"
      onLoad={() => setThere(true)}
      sandbox="allow-same-origin"
      style={{ width: "100%", height, border: 0, background: "#fff", borderRadius: 8 }}
    />
  );
}

/** The page inside the frame; gives how high it is. */
function shown(page: string, inside: Document): number {
  const { html, sheet } = undressed(page);
  const read = new DOMParser().parseFromString(html, "text/html");
  for (const each of read.querySelectorAll("script, link, meta, iframe, object, embed, form")) each.remove();
  inside.documentElement.lang = read.documentElement.lang;
  const body = inside.adoptNode(read.body);
  inside.documentElement.replaceChild(body, inside.body);
  for (const each of [body, ...body.querySelectorAll<HTMLElement>(`[${WORN}]`)]) {
    each.style.cssText = each.getAttribute(WORN) ?? "";
    each.removeAttribute(WORN);
  }
  for (const link of body.querySelectorAll("a")) {
    link.title = link.href;
    link.removeAttribute("href");
  }
  const Sheet = (inside.defaultView as (Window & typeof globalThis) | null)?.CSSStyleSheet;
  if (Sheet) {
    const rules = new Sheet();
    rules.replaceSync(sheet);
    inside.adoptedStyleSheets = [rules];
  }
  return inside.documentElement.scrollHeight;
}
