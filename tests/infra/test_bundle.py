"""The Lambdas' code is built once for each change of what goes into it, and no other variant's."""

import shutil
import tomllib
from pathlib import Path

import pytest

from infra import bundle
from infra.bundle import LAMBDA, LOCAL, VARIANTS, Recipe
from local.paths import ROOT
from tests.infra.template import PLANNED


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with our lock files and a file of our own in each package."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    for package in bundle.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    return tmp_path


def recipes() -> dict[str, Recipe]:
    return {variant: bundle.recipe_of(variant, LAMBDA) for variant in VARIANTS}


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_library_changes_the_variant_that_ships_it_alone(tree: Path, variant: str) -> None:
    before = recipes()
    with (tree / "requirements" / VARIANTS[variant]).open("a") as lock:
        lock.write("saffron==1.0\n")
    after = recipes()
    assert {each for each in VARIANTS if after[each] != before[each]} == {variant}
    assert after[variant].dependencies != before[variant].dependencies


def test_our_own_code_changes_every_variant_and_no_dependencies(tree: Path) -> None:
    before = recipes()
    (tree / "functions/tea.py").write_text("CUPS = 2\n")
    after = recipes()
    for variant in VARIANTS:
        assert after[variant].whole != before[variant].whole
        assert after[variant].dependencies == before[variant].dependencies


def test_a_page_beside_the_code_changes_nothing(tree: Path) -> None:
    before = recipes()
    (tree / "functions/README.md").write_text("# Tea\n")
    assert recipes() == before


def test_a_new_variant_is_a_lock_file_and_changes_no_other(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = recipes()
    shutil.copy(tree / "requirements/runtime.txt", tree / "requirements/runtime-tea.txt")
    now = bundle.variants(tree / "requirements")
    assert now.keys() - VARIANTS.keys() == {"tea"}
    monkeypatch.setattr(bundle, "VARIANTS", now)
    assert bundle.recipe_of("tea", LAMBDA).whole
    assert recipes() == before


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_is_built_twice(variant: str, capfd: pytest.CaptureFixture[str]) -> None:
    first = bundle.build(variant, LOCAL)
    made = [path.stat().st_ino for path in (first.path, first.dependencies)]
    capfd.readouterr()
    second = bundle.build(variant, LOCAL)
    assert capfd.readouterr().err == ""
    assert second == first
    assert [path.stat().st_ino for path in (second.path, second.dependencies)] == made


def test_every_variant_has_its_group_and_is_shipped_by_a_lambda() -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert {each for each in groups if each.startswith("runtime")} == {Path(lock).stem for lock in VARIANTS.values()}
    assert {plan.variant for _, plan in PLANNED.values()} == set(VARIANTS)
