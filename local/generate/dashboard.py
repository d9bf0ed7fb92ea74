"""The types of the API for the dashboard, made of OpenAPI: nothing there writes a shape of ours by hand."""

import os
import subprocess
import tempfile
from pathlib import Path

from local.generate import openapi
from local.paths import search_path

MAKER = Path("web", "node_modules", "openapi-typescript", "bin", "cli.js")
TYPES = "web/src/api/schema.d.ts"


def generate(root: Path) -> dict[str, str]:
    """Raises FileNotFoundError where the dashboard's packages are not installed, CalledProcessError where they fail."""
    document = openapi.generate(root)[openapi.FILE]
    with tempfile.TemporaryDirectory() as place:
        asked, made = Path(place, "openapi.json"), Path(place, "schema.d.ts")
        asked.write_text(document, encoding="utf-8")
        command = ["node", str(root / MAKER), str(asked), "--output", str(made)]
        subprocess.run(command, env=os.environ | {"PATH": search_path()}, check=True, capture_output=True)
        return {TYPES: made.read_text(encoding="utf-8")}
