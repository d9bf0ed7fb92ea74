"""The tests of what changed since main, nearest first, for as long as somebody waits between two edits.

Near is what the import graph says: a test that imports what changed comes before one that imports it through others.
Tests mirror the folders, so those of the same folder come first; and whoever reads a page or a table names its file.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("bench", "checks", "events", "functions", "infra", "local", "shared", "tests")
BUDGET_S = 75.0  # then no test begins any more
UNTIL = "STOREWRIGHT_TESTS_UNTIL"  # seconds since the epoch
FARTHEST = 6  # imports away
MOST = 40  # pages of tests; more cannot be run in the time, and only reading them takes part of it
MIRRORED = 2  # as far as a test of the same folder is that imports it through another page
NOT_HERE = (  # they need a deployment
    "tests/journeys/",
    "tests/operate/test_on_a_running_shop.py",
    "tests/operate/test_restore.py",
    "tests/operate/test_screens.py",
)


def changed() -> list[str]:
    """The files that differ from where this branch left main, or from the last commit on main itself."""
    base = _git("merge-base", "main", "HEAD") or ["HEAD"]
    return sorted({*_git("diff", "--name-only", base[0]), *_git("ls-files", "--others", "--exclude-standard")})


def _git(*words: str) -> list[str]:
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.split("\n")[:-1]


def nearest(files: Iterable[str], graph: Mapping[str, set[str]]) -> list[str]:
    """The test files of what changed, nearest first. graph: who imports a module, by its name."""
    distances: dict[str, int] = {}
    for file in files:
        for module, distance in _distances(_starts(file, graph), graph).items():
            distances[module] = min(distance, distances.get(module, distance))
    found = {_path(module): distance for module, distance in distances.items() if _is_test(module)}
    return sorted(found, key=lambda path: (found[path], path))


def _starts(file: str, graph: Mapping[str, set[str]]) -> dict[str, int]:
    """The modules that a file is, or is named by, and the tests of its folder; and how far from it they are."""
    module = _module(file)
    if _is_test(module):
        return {module: 0}
    if module in graph:
        return {**dict.fromkeys(_mirror(file, graph), MIRRORED), module: 0}
    name = file if file.endswith("README.md") else Path(file).name  # each folder has one of those
    its_name = re.compile(rf"(?<![{'/' if name == file else ''}\w-]){re.escape(name)}")
    named = [each for each in graph if its_name.search(_source(each))]
    return {**dict.fromkeys(_mirror(file, graph), MIRRORED), **dict.fromkeys(named, 1)}


def _mirror(file: str, graph: Mapping[str, set[str]]) -> list[str]:
    """The tests of the same folder: of `functions/orders/…` those in `tests/orders/`."""
    folder, *below = Path(file).parts[:-1] or ("",)
    subject = below[:1] if folder in ("functions", "tests") else [folder]
    return [each for each in graph if subject and each.startswith(f"tests.{subject[0]}.") and _is_test(each)]


def _distances(starts: Mapping[str, int], graph: Mapping[str, set[str]]) -> dict[str, int]:
    found = dict(starts)
    for distance in range(FARTHEST):
        for module in [each for each, at in found.items() if at == distance]:
            for importer in graph.get(module, ()):
                found.setdefault(importer, distance + 1)
    return found


def _is_test(module: str) -> bool:
    is_one = module.startswith("tests.") and module.rpartition(".")[2].startswith("test_")
    return is_one and not _path(module).startswith(NOT_HERE)


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".") if file.endswith(".py") else ""


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"


@cache
def _source(module: str) -> str:
    path = ROOT / _path(module)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def importers() -> dict[str, set[str]]:
    """Who imports a module directly, for every module of ours."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=str(ROOT / ".local" / "import-graph"))
    return {module: set(graph.find_modules_that_directly_import(module)) for module in graph.modules}


def pytest_runtest_setup() -> None:
    """In each process that runs tests: none begins once the time is over."""
    if time.time() > float(os.environ.get(UNTIL, "inf")):
        pytest.skip("there was no time left; `make unit` runs all")


def main() -> int:
    """pytest's exit code."""
    files = changed()
    tests = nearest(files, importers())
    told = f"{len(files)} files differ from main; {len(tests)} pages of tests are near them"
    print(f"{told}, of which the nearest {MOST} are run." if len(tests) > MOST else f"{told}.", flush=True)
    if not tests:
        return 0
    words = [
        "-m",
        "pytest",
        "-p",
        "checks.near",
        "-n",
        "auto",
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",
        "-q",
        *tests[:MOST],
    ]
    until = {UNTIL: str(time.time() + BUDGET_S)}
    return subprocess.run([sys.executable, *words], cwd=ROOT, env=os.environ | until, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
