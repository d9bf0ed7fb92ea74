"""The dashboard's files under the local cloud's own address, as CloudFront serves them in an account.

The gate asks this before it asks anybody for keys: the files are no secret, what they ask the shop for is.
"""

import gzip
import json
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

UNDER = "/dashboard"
FOR_GOOD = "assets/"
PACKED = ("text/", "application/json", "image/svg")


@dataclass(frozen=True)
class Page:
    status: int
    headers: Mapping[str, str]
    body: bytes


def page(path: str, place: Path, accepts: str = "") -> Page | None:
    """The answer for a path of the dashboard's, None for another. place: the file that `serve` wrote."""
    if path != UNDER and not path.startswith(f"{UNDER}/"):
        return None
    if not place.exists():
        return Page(503, {"content-type": "text/plain"}, b"The shop is not deployed yet.\n")
    if path == UNDER:
        return Page(301, {"location": f"{UNDER}/"}, b"")
    told = json.loads(place.read_text())
    name = path.removeprefix(f"{UNDER}/") or "index.html"
    if name == "config.json":
        return _packed(json.dumps(told["config"]).encode(), "application/json", told["headers"], "no-cache", accepts)
    files = Path(told["files"]).resolve()
    file = (files / name).resolve()
    if not file.is_relative_to(files) or not file.is_file():
        return Page(404, {"content-type": "text/plain"}, b"No such file.\n")
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kept = "public, max-age=31536000, immutable" if name.startswith(FOR_GOOD) else "no-cache"
    return _packed(file.read_bytes(), kind, told["headers"], kept, accepts)


def serve(place: Path, files: Path, config: Mapping[str, str | None], headers: Mapping[str, str], media: str) -> None:
    """Write down what is served from now on. config: what `config.json` says. media: the bucket of pictures."""
    place.write_text(json.dumps({"files": str(files), "config": config, "headers": headers, "media": media}))


def _packed(body: bytes, kind: str, headers: Mapping[str, str], kept: str, accepts: str) -> Page:
    told = {**headers, "content-type": kind, "cache-control": kept, "vary": "accept-encoding"}
    if "gzip" in accepts and kind.startswith(PACKED):
        return Page(200, {**told, "content-encoding": "gzip"}, gzip.compress(body, 6))
    return Page(200, told, body)
