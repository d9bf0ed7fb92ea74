"""CONTRIBUTING.md is true: its recipes lead where they say, and what it names is there."""

import importlib.util
import re
from pathlib import Path

from tests.contributing.recipes import ROOT, copied, follow, run

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`]+)`", PAGE)
ROUTE, WORKER = "POST /admin/weighings", "fulfillment.on_weighing ← fulfillment.weighed"
CHECKS = (
    "tests/fulfillment/test_weighing.py",
    "tests/infra/test_hears.py",
    "tests/events",
    "tests/security/test_audience.py",
    "tests/security/test_stakes.py",
    "tests/infra/test_plan.py",
    "tests/security/test_matrix.py::test_every_documented_route_has_its_row_and_every_row_its_route",
)
BUILDS = "not variant and not finds_all and not goes_into and not bundles"  # they fetch packages


def test_a_route_a_worker_and_an_event_can_be_added_as_the_page_says(tmp_path: Path) -> None:
    tree = copied(tmp_path)
    follow(tree)
    run(tree, "local.generate")
    add_lines(tree / "tests/security/matrix.tsv", run(tree, "tests.security.matrix", "--missing"))
    (tree / "tests/security/audience.tsv").write_text(run(tree, "tests.security.audience"), encoding="utf-8")
    run(tree, "bench.costs", "--table", may_fail=True)  # where it names another route, that is the other's affair
    assert {ROUTE, WORKER} <= first_cells(tree / "bench/costs.tsv")
    assert ROUTE in first_cells(tree / "tests/security/matrix.tsv")
    assert "fulfillment.weighed" in (tree / "docs/asyncapi.json").read_text(encoding="utf-8")
    run(tree, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", BUILDS, *CHECKS)


def test_every_command_of_the_page_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", " ".join(CODE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for module in re.findall(r"python -m ([\w.]+)", " ".join(CODE)):
        assert importlib.util.find_spec(module), module


def test_every_path_of_the_page_is_there() -> None:
    named = [each for each in CODE if re.fullmatch(r"[\w./<>-]+(/|\.\w+)", each) and "/" in each]
    linked = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert len(named) > 10
    for path in (*named, *linked):
        shape = re.sub(r"<\w+>", "*", path).rstrip("/").replace("on_x", "on_*")
        assert [*ROOT.glob(shape), *ROOT.glob(f"functions/*/{shape}")], path


def add_lines(path: Path, lines: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


def first_cells(path: Path) -> set[str]:
    return {line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()}
