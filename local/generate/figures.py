"""The figures in the root README: counted, never typed."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from local.generate import asyncapi, openapi
from tests import faults
from tests.fault_list import KNOWN
from tests.simulation.planted.bugs import BUGS

MARKED = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def generate(root: Path) -> dict[str, str]:
    readme = root / "README.md"
    if not readme.exists():  # a tree of tests
        return {}
    text = readme.read_text(encoding="utf-8")
    return {"README.md": MARKED.sub(lambda match: match[1] + figures(root) + match[2], text)}


def figures(root: Path) -> str:
    """The lines that stand in the README, of what is in the tree."""
    api = json.loads(openapi.generate(root)[openapi.FILE])
    [bus] = map(json.loads, asyncapi.generate(root).values())
    report: dict[str, Any] = json.loads((root / "tests/simulation/REPORT.json").read_text(encoding="utf-8"))
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    routes = sum(
        method in ("get", "post", "put", "patch", "delete") for each in api["paths"].values() for method in each
    )
    kinds, shown = len(bus["components"]["messages"]), len(faults.shown(root))
    lines = [
        f"Version {version}, before its first release: the API may still change, with a line in the changelog.",
        f"{routes} routes, {kinds} kinds of events. {shown} of {len(KNOWN)} known faults are shown by tests, and the",
        f"simulation catches {len(BUGS)} planted bugs. Its last long run: {report['orders']:,} orders,",
        f"{report['faults']:,} faults, {len(report['violations'])} violations.",
    ]
    return "\n".join(lines) + "\n"
