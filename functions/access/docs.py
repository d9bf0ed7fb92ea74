"""The documentation's page: Swagger UI, shipped with us, so that no other site sees who reads it.

Its files are named by their content and kept by everybody for good; packed where the client can unpack. So a reader, or
a machine that asks without end, costs little.
"""

import gzip
import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from shared.errors import NotFound

OPENAPI = Path(__file__).parent / "openapi.json"  # `make generate` writes it from the routes

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Storewright API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/{styles}">
</head>
<body>
<div id="api"></div>
<script src="docs/{bundle}"></script>
<script src="docs/{start}"></script>
</body>
</html>
"""  # relative addresses: the local cloud serves us under a path
START = 'SwaggerUIBundle({ url: "openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });\n'
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
)
CSS, SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
SHIPPED = {"swagger-ui.css": CSS, "swagger-ui-bundle.js": SCRIPT, "start.js": SCRIPT}
NAME_DIGITS = 16  # of the content's hash in a file's name
FOR_GOOD = "public, max-age=31536000, immutable"  # a year, the most that caches heed


def page() -> str:
    """The page, which names its files by their content. Raises NotFound where they are not shipped."""
    styles, bundle, start = (_hashed(name) for name in SHIPPED)
    return PAGE.format(styles=styles, bundle=bundle, start=start)


def openapi() -> str:
    """The generated document, as text. Raises NotFound in a checkout where it was never generated."""
    if not OPENAPI.exists():
        raise NotFound("document; `make generate` writes it")
    return OPENAPI.read_text(encoding="utf-8")


def asset(hashed: str) -> tuple[str, str]:
    """A file of the page and its content type, by the name that the page gives it. Raises NotFound."""
    for name, content_type in SHIPPED.items():
        if hashed == _hashed(name):
            return _text(name), content_type
    raise NotFound("file")


@cache
def packed(text: str) -> bytes:
    """The text in gzip's form, the same each time. Kept: packing takes longer than all else here."""
    return gzip.compress(text.encode(), mtime=0)


def folder() -> Traversable:
    """Swagger UI's folder in the package that ships it, which names it by its version."""
    try:
        (found,) = (resources.files("swagger_ui_bundle") / "vendor").iterdir()
    except ModuleNotFoundError:
        raise NotFound("file") from None
    return found


@cache
def _hashed(name: str) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(_text(name).encode()).hexdigest()[:NAME_DIGITS]}.{ending}"


@cache
def _text(name: str) -> str:
    return START if name == "start.js" else (folder() / name).read_text(encoding="utf-8")
