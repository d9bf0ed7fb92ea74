"""What is kept of releases: everything that the code knows, of the right form, and small enough to be read."""

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.table import TableSpec
from tests.shared.things import THINGS, a_thing
from tests.upgrade.keep import keep
from tests.upgrade.known import entities, kept, known
from tests.upgrade.release import TABLES, Release, releases
from tests.upgrade.steps import mistakes

ROOT = Path(__file__).parents[2]
BYTES_MAX = 520_000  # a release; of every one that ever was, in every clone
HOW = "Let tests/upgrade/life.py leave it behind, then: python -m tests.upgrade.keep"


def test_whatever_the_code_knows_is_in_a_kept_release() -> None:
    missing = known() - set().union(*map(kept, releases()))
    assert not missing, f"In no kept release: {sorted(missing)}. {HOW}"


def test_each_kind_is_missed() -> None:
    """Each name stands for something: a release without anything has none of them."""
    nothing = Release(Path("nowhere"))
    vars(nothing)["messages"] = {"events": [], "webhooks": [], "reports": []}
    assert kept(nothing) == set()
    assert len(known()) > 100
    for table in TABLES:
        assert len(entities(table)) == len({entity.kind for entity in entities(table)}) > 0


def test_every_kept_item_is_one_that_its_tables_page_tells_of() -> None:
    newest = releases()[-1]
    for table in TABLES:
        for item in newest.items(table):
            assert any(entity.is_it(item) for entity in entities(table)), (table, item["pk"], item["sk"])


@pytest.mark.parametrize("release", releases(), ids=lambda each: str(each.folder.name))
def test_a_kept_release_is_small_and_its_lines_are_items(release: Release) -> None:
    assert sum(path.stat().st_size for path in release.folder.rglob("*.*")) <= BYTES_MAX
    for path in release.folder.rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert {"pk", "sk"} <= json.loads(line).keys()


def test_the_same_sources_keep_the_same_bytes(tmp_path: Path) -> None:
    """In another process, whose sets have another order."""
    keep(tmp_path / "here")
    code = f"from pathlib import Path; from tests.upgrade.keep import keep; keep(Path({str(tmp_path / 'there')!r}))"
    environment = os.environ | {"PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    here, there = (_bytes(tmp_path / name) for name in ("here", "there"))
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []
    missing = known() - kept(Release(tmp_path / "here"))
    assert not missing, f"The command does not keep {sorted(missing)}."


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_steps_do_to_kept_items_what_steps_may(table: TableSpec) -> None:
    for release in releases():
        for item in release.items(table.name):
            assert list(mistakes(table, item)) == [], (release.folder.name, item["pk"], item["sk"])


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (lambda item: {**item, "unit": "piece"}, []),
        (
            lambda item: {**item, "left": item["left"] * 100},
            ["step 1 changes an item that is in the new shape already"],
        ),
        (lambda item: {**item, "sk": "NEW"}, ["step 1 changes keys: sk"]),
        (lambda item: {**item, "color": "red"}, ["step 1 changes keys: color"]),
        (lambda item: item.update(unit="piece") or item, ["step 1 changes what it was given"]),
    ],
)
def test_a_step_that_may_not_be_is_told(step: Any, told: list[str]) -> None:
    table = dataclasses.replace(THINGS, upgrades=(step,))
    assert list(mistakes(table, a_thing(1, color="blue"))) == told
