"""`make quick` runs the tests of what changed, nearest first."""

import subprocess
import time
from pathlib import Path

import pytest

from checks import near
from checks.near import changed, importers, nearest

GRAPH = {
    "shared.money": {"functions.orders.pricing", "tests.shared.test_money"},
    "functions.orders.pricing": {"functions.orders.cart"},
    "functions.orders.cart": {"tests.catalog.test_listing"},
    "tests.shared.test_money": set[str](),
    "tests.orders.builders": {"tests.orders.test_cart"},
    "tests.orders.test_cart": set[str](),
    "tests.catalog.test_listing": set[str](),
    "tests.journeys.test_walk": set[str](),
}


def test_who_imports_it_comes_before_who_imports_it_through_others() -> None:
    assert nearest(["shared/money.py"], GRAPH) == ["tests/shared/test_money.py", "tests/catalog/test_listing.py"]


def test_the_tests_of_its_folder_are_near_also_where_they_import_nothing_of_it() -> None:
    assert nearest(["functions/orders/handlers/store_api.py"], GRAPH) == ["tests/orders/test_cart.py"]
    assert nearest(["functions/orders/letters/hello.mjml"], GRAPH) == ["tests/orders/test_cart.py"]


def test_of_a_changed_test_only_itself_runs_and_of_a_builder_all_that_use_it() -> None:
    assert nearest(["tests/catalog/test_listing.py"], GRAPH) == ["tests/catalog/test_listing.py"]
    assert nearest(["tests/orders/builders.py"], GRAPH) == ["tests/orders/test_cart.py"]


def test_what_needs_a_deployment_is_left_to_the_whole_run() -> None:
    assert nearest(["tests/journeys/test_walk.py"], GRAPH) == []


def test_whoever_names_a_page_is_near_it() -> None:
    graph = importers()
    assert "tests/contributing/test_contributing.py" in nearest(["CONTRIBUTING.md"], graph)
    assert "tests/local/test_wishes.py" in nearest(["Makefile"], graph)
    assert "tests/orders/test_cart.py" in nearest(["functions/orders/order.py"], graph)


def test_what_changed_is_all_since_main_kept_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "ROOT", tmp_path)

    def git(*words: str) -> None:
        somebody = ["-c", "user.name=Jane", "-c", "user.email=jane@example.com"]
        subprocess.run(["git", *somebody, *words], cwd=tmp_path, check=True, capture_output=True)

    def write(name: str) -> None:
        (tmp_path / name).write_text(name)
        git("add", name)

    git("init", "--initial-branch", "main")
    write("old.py")
    git("commit", "--message", "all")
    assert changed() == []
    git("switch", "--create", "branch")
    write("kept.py")
    git("commit", "--message", "more")
    write("staged.py")
    (tmp_path / "new.py").write_text("")
    (tmp_path / "old.py").write_text("changed")
    assert changed() == ["kept.py", "new.py", "old.py", "staged.py"]


def test_no_test_begins_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(near.UNTIL, str(time.time() + 60))
    near.pytest_runtest_setup()
    monkeypatch.setenv(near.UNTIL, str(time.time() - 1))
    with pytest.raises(pytest.skip.Exception, match="no time left"):
        near.pytest_runtest_setup()
