"""Write what is generated, or with `--check` say what is out of date: `python -m local.generate [--check]`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from local.generate import (
    api_guide,
    architecture,
    asyncapi,
    commands,
    costs,
    dashboard,
    figures,
    openapi,
    parts,
    readmes,
    runbooks,
    settings,
    slo,
    transitions,
)
from tests import faults

ROOT = Path(__file__).parents[2]
Files = dict[str, str]  # the text of each file, by its path in the project
GENERATORS: tuple[Callable[[Path], Files], ...] = (
    parts.generate,
    openapi.generate,
    dashboard.generate,
    asyncapi.generate,
    transitions.generate,
    readmes.generate,
    runbooks.generate,
    architecture.generate,
    faults.generate,
    api_guide.generate,
    figures.generate,
    settings.generate,
    slo.generate,
    commands.generate,
    costs.generate,
)


def main(arguments: list[str]) -> int:
    """0 where all is well, 1 where `--check` found something."""
    parser = argparse.ArgumentParser(prog="python -m local.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is out of date")
    is_check = parser.parse_args(arguments).check
    changed = {path: text for path, text in generated().items() if _stored(path) != text}
    for path, text in changed.items():
        print(f"{path} is out of date; run `make generate`." if is_check else f"wrote {path}")
        if not is_check:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
    return 1 if is_check and changed else 0


def generated() -> Files:
    """Every generated file as it should be."""
    files: Files = {}
    for generate in GENERATORS:
        files |= generate(ROOT)
    return dict(sorted(files.items()))


def _stored(path: str) -> str | None:
    file = ROOT / path
    return file.read_text(encoding="utf-8") if file.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
