"""The recipes of CONTRIBUTING.md, followed in a copy of the tree: what they add lies in `new/` and `edits.toml`."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SUFFIX = ".txt"  # so that nothing takes what is new for a part of this tree
NOT_COPIED = shutil.ignore_patterns(".*", "node_modules", "cdk.out", "__pycache__")


def copied(to: Path) -> Path:
    """A copy of the tree, without what is fetched or built."""
    tree = Path(shutil.copytree(ROOT, to / "tree", ignore=NOT_COPIED, symlinks=True))
    (tree / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")  # which makes the dashboard's types
    return tree


def follow(tree: Path) -> None:
    """Add the route, the event and the worker, as a contributor does."""
    for file in (HERE / "new").rglob(f"*{SUFFIX}"):
        target = tree / file.relative_to(HERE / "new").with_suffix("")
        assert not target.exists(), target
        target.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    edits: list[dict[str, Any]] = tomllib.loads((HERE / "edits.toml").read_text(encoding="utf-8"))["edit"]
    for edit in edits:
        path, find, put = tree / edit["path"], edit["find"], edit["put"].lstrip("\n")
        before = path.read_text(encoding="utf-8")
        assert find in before, f"{edit['path']} has no {find!r} any more"
        path.write_text(before.replace(find, put, 1), encoding="utf-8")


def run(tree: Path, *arguments: str, may_fail: bool = False) -> str:
    """What `python -m …` prints in the tree. Raises AssertionError where it fails, with all it said."""
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # the next one finds it compiled
    ran = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    assert may_fail or ran.returncode == 0, (arguments, ran.stdout[-3000:], ran.stderr[-3000:])
    return ran.stdout
