"""A run is of the code as it is: other code, other sums; what only counts and prints does not matter."""

from pathlib import Path

import pytest

from tests.simulation.campaign import fingerprint


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in (*(name for name in fingerprint.CODE if name.endswith(".py")), "functions/orders/order.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("before", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["functions/orders/order.py", "infra/plan.py", "tests/simulation/loop.py"])
def test_other_code_has_another_fingerprint(project: Path, name: str) -> None:
    before = fingerprint.code(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("after", encoding="utf-8")
    assert fingerprint.code(project) != before


@pytest.mark.parametrize("name", ["README.md", "tests/simulation/test_loop.py", "tests/simulation/campaign/tables.py"])
def test_what_takes_no_part_does_not_count(project: Path, name: str) -> None:
    before = fingerprint.code(project)
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    (project / name).write_text("after", encoding="utf-8")
    assert fingerprint.code(project) == before


def test_all_that_is_named_is_there() -> None:
    assert [name for name in fingerprint.CODE if not (fingerprint.ROOT / name).exists()] == []


def test_outside_of_a_repository_there_is_no_commit(tmp_path: Path) -> None:
    assert fingerprint.commit(tmp_path) == ("", False)
