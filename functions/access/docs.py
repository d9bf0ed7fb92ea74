"""The documentation's page: Swagger UI, shipped with us, so that no other site sees who reads it."""

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
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""  # relative addresses: the local cloud serves us under a path
START = 'SwaggerUIBundle({ url: "openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });\n'
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
)
SHIPPED = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}


def openapi() -> str:
    """The generated document, as text. Raises NotFound in a checkout where it was never generated."""
    if not OPENAPI.exists():
        raise NotFound("document; `make generate` writes it")
    return OPENAPI.read_text()


def asset(name: str) -> tuple[str, str]:
    """A file of the page and its content type. Raises NotFound."""
    if name == "start.js":
        return START, SHIPPED["swagger-ui-bundle.js"]
    if name not in SHIPPED:
        raise NotFound("file")
    return (bundle() / name).read_text(encoding="utf-8"), SHIPPED[name]


def bundle() -> Traversable:
    """Swagger UI's folder in the package that ships it, which names it by its version."""
    try:
        (folder,) = (resources.files("swagger_ui_bundle") / "vendor").iterdir()
    except ModuleNotFoundError:
        raise NotFound("file") from None
    return folder
