"""What may fail for good, for the Lambda that looks after it: the plan is not shipped, and names go by its rule."""

import json
from pathlib import Path
from typing import Any

from infra.parts import parts
from shared.operations.parts import Part

FILE = "functions/system/parts.json"


def generate(_root: Path) -> dict[str, str]:
    lines = ",\n".join(json.dumps(_told(part)) for part in parts().values())
    return {FILE: f"[\n{lines}\n]\n"}


def _told(part: Part) -> dict[str, Any]:
    told: dict[str, Any] = {"title": part.title, "kind": part.kind.value}
    if part.runs:
        told["runs"] = part.runs
    return told | {"when": part.when} if part.when else told
