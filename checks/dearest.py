"""`make unit` deals out whole pages of tests: the dearest first, or one process works on while the others are done."""

from collections.abc import Sequence
from pathlib import Path

import pytest

PAGES = (
    "infra/test_alarms.py",  # which synthesises, for those that come later
    "upgrade/test_goes_on.py",
    "bench/test_cold_start.py",
    "contributing/",
    "simulation/test_world.py",
    "infra/test_lint.py",
    "infra/test_stacks.py",
    "simulation/test_paths_to_aws.py",
    "infra/test_least_privilege.py",
    "upgrade/test_kept.py",
    "security/",
    "simulation/differential/",
    "local/test_keep.py",
    "checks/",
    "orders/",
    "payments/",
)


def place(page: str) -> int:
    """Where in the order a test is, by its id."""
    return next((at for at, dear in enumerate(PAGES) if page.startswith(f"tests/{dear}")), len(PAGES))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In each process, and the same in all of them."""
    items.sort(key=lambda item: place(item.nodeid))


def unknown(pages: Sequence[str] = PAGES) -> list[str]:
    """Those that are not there any more."""
    return [page for page in pages if not (Path(__file__).parents[1] / "tests" / page).exists()]
