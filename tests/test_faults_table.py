"""Every fault we know of is shown by a test or listed as open with its reason, and the table says so."""

import ast
from functools import cache
from pathlib import Path

from tests.fault_list import KNOWN, OPEN, SHOWN_BY
from tests.faults import FILE, generate, shown

ROOT = Path(__file__).parents[1]


@cache
def by() -> dict[int, list[tuple[str, str]]]:
    """The tests that show a fault, by its number."""
    return shown(ROOT)


def test_every_fault_is_shown_or_listed_as_open() -> None:
    assert sorted(KNOWN) == list(range(1, 101))
    assert [number for number in KNOWN if number not in by() and number not in OPEN] == []


def test_no_test_names_a_fault_that_is_none() -> None:
    assert set(by()) <= set(KNOWN)
    assert set(OPEN) <= set(KNOWN)


def test_every_reason_is_a_sentence() -> None:
    assert all(reason.endswith(".") and len(reason) > 15 for reason in OPEN.values())


def test_the_tests_that_are_named_in_the_list_exist() -> None:
    for test in (each for tests in SHOWN_BY.values() for each in tests):
        path, _, name = test.partition("::")
        tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, test


def test_the_table_is_up_to_date() -> None:
    """`make generate` writes it."""
    assert (ROOT / FILE).read_text(encoding="utf-8") == generate(ROOT)[FILE]
