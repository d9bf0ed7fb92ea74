"""`pyproject.toml` names all that is installed; the lock files say the same, each with its versions."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.bundle import PACKAGES, VARIANTS

ROOT = Path(__file__).parents[2]
GROUPS: dict[str, list[Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "requirements").iterdir()}
RUNTIME = [Path(lock).stem for lock in VARIANTS.values()]
OURS = ("bench", "checks", "events", "functions", "infra", "local", "shared", "tests")
COMES_WITH = {"pydantic_core": "pydantic"}  # one package in two wheels
MADE_HERE = {"storewright_client"}  # by a test


def asked(group: str) -> Iterator[Requirement]:
    """What a group names, with the groups it includes."""
    for each in GROUPS[group]:
        if isinstance(each, dict):
            yield from asked(each["include-group"])
        else:
            yield Requirement(each)


def names(*groups: str) -> set[str]:
    return {canonicalize_name(each.name) for group in groups for each in asked(group)}


def pinned(lock: str) -> dict[str, str]:
    """The versions by package."""
    lines = [line for line in LOCKS[lock].splitlines() if "==" in line and line[0].isalnum()]
    return dict(line.split()[0].split("==") for line in lines)


def imported(folder: str) -> set[str]:
    """The packages of others that a folder's Python imports, by the names they are installed under."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        if "node_modules" not in path.parts:
            found |= set(_modules(ast.parse(path.read_text(encoding="utf-8"))))
    found -= {*OURS, *MADE_HERE, *sys.stdlib_module_names}
    return {canonicalize_name(COMES_WITH.get(module) or _installed().get(module, [module])[0]) for module in found}


def _modules(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@cache
def _installed() -> dict[str, list[str]]:
    return {module: sorted(by) for module, by in metadata.packages_distributions().items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_what_its_group_names(lock: str) -> None:
    versions = pinned(lock)
    for each in asked(lock):
        assert versions[canonicalize_name(each.name)] in each.specifier, each
    assert LOCKS[lock].count("--hash=sha256:") >= len(versions) > 0
    assert "://" not in LOCKS[lock]


@pytest.mark.parametrize("lock", RUNTIME)
def test_what_is_shipped_is_what_is_tested(lock: str) -> None:
    assert pinned(lock).items() <= pinned("dev").items()


def test_every_group_is_locked_or_a_part_of_what_developers_have() -> None:
    assert set(GROUPS) >= set(LOCKS)
    for group in set(GROUPS) - set(LOCKS):
        assert {"include-group": group} in GROUPS["dev"], group


@pytest.mark.parametrize("folder", OURS)
def test_what_is_imported_is_named(folder: str) -> None:
    has = names(*RUNTIME) if folder in PACKAGES else names("dev", "local")
    assert imported(folder) <= has


def test_only_tests_and_the_local_cloud_have_boto3() -> None:
    assert "boto3" in names("tests") & names("local") & imported("tests")
    assert not any("boto3" in names(group) | imported(folder) for group in RUNTIME for folder in set(OURS) - {"tests"})
