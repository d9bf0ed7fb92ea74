"""`functions/access/openapi.json`: the HTTP API, from the routes that the handlers declare."""

import json
from pathlib import Path

from local.generate.discovery import apis, description
from shared.http.openapi import document

FILE = "functions/access/openapi.json"  # beside the Lambda that serves it


def generate(_root: Path) -> dict[str, str]:
    found = apis()
    text = json.dumps(document(found, {domain: description(domain) for domain in found}), indent=1, ensure_ascii=False)
    return {FILE: text + "\n"}
