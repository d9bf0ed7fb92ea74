"""Which code a run was of: sums are added up for the same code only."""

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]

# All that decides what happens in a world.
CODE = (
    "shared",
    "events",
    "functions",
    "infra/domains",
    "infra/plan.py",
    "infra/stages.py",
    "local/stripe_double",
    "local/zendesk_double",
    "tests/world.py",
    "tests/in_process.py",
    "tests/simulation",
)
BESIDE = ("campaign", "planted", "differential")  # below tests/simulation: they look at worlds, and make none
LENGTH = 16  # hexadecimal digits that are enough to tell versions of one project apart


def code(root: Path = ROOT) -> str:
    """A hash of every source file that takes part."""
    told = hashlib.sha256()
    for path in sorted(_files(root)):
        told.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return told.hexdigest()[:LENGTH]


def commit(root: Path = ROOT) -> tuple[str, bool]:
    """The hash of the commit, and whether files differ from it; an empty hash where there is no repository."""
    head = _git(root, "rev-parse", "HEAD")
    return head, bool(head) and bool(_git(root, "status", "--porcelain", "--", *CODE))


def _files(root: Path) -> Iterator[Path]:
    for name in CODE:
        path = root / name
        yield from [path] if path.is_file() else (each for each in path.rglob("*.py") if _takes_part(each, root))


def _takes_part(path: Path, root: Path) -> bool:
    if path.name.startswith(("test_", "conftest", "__main__")):
        return False
    return not any(path.is_relative_to(root / "tests" / "simulation" / folder) for folder in BESIDE)


def _git(root: Path, *command: str) -> str:
    try:
        said = subprocess.run(["git", "-C", str(root), *command], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # unpacked from an archive
        return ""
    return said.stdout.strip()
