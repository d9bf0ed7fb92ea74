"""Pictures of products as the local cloud serves them: what CloudFront does in an account.

It runs in the emulator's own Python.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

from local.dashboard_pages import Page

NAME = re.compile(r"/(media/[0-9a-f]{64}/[0-9]{1,5}\.(webp|jpg|png))")
TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
FOR_GOOD = "public, max-age=31536000, immutable"
NOT_THERE = Page(403, {"content-type": "text/plain"}, b"There is no such picture.\n")  # as S3 says it to CloudFront


def picture(path: str, place: Path, get: Callable[[str, str], bytes | None]) -> Page | None:
    """The answer for a path of a picture, None for another.

    place: the file that `local.dashboard_pages.serve` wrote. get: a file by its bucket and key.
    """
    if not path.startswith("/media/"):
        return None
    name = NAME.fullmatch(path)
    content = get(json.loads(place.read_text())["media"], name[1]) if name and place.exists() else None
    if name is None or content is None:
        return NOT_THERE
    told = {"content-type": TYPES[name[2]], "cache-control": FOR_GOOD, "x-content-type-options": "nosniff"}
    return Page(200, told, content)
