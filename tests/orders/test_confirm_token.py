"""The token that confirms a free order."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from functions.orders.confirm_token import LIFE, confirm_token, confirms
from shared.http.guest import token_for
from tests.world import NOON, cloud


@pytest.fixture(autouse=True)
def _world(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with cloud(monkeypatch):
        yield


def test_a_token_confirms_its_own_order_and_no_other() -> None:
    token = confirm_token("order_1", NOON)
    assert confirms("order_1", token, NOON)
    assert not confirms("order_2", token, NOON)


def test_a_token_ends() -> None:
    token = confirm_token("order_1", NOON)
    assert confirms("order_1", token, NOON + LIFE - timedelta(seconds=1))
    assert not confirms("order_1", token, NOON + LIFE)


@pytest.mark.parametrize("text", ["", ".", "a.b", "é.x", "x" * 3000])
def test_what_is_no_token_confirms_nothing(text: str) -> None:
    assert not confirms("order_1", text, NOON)


def test_the_token_that_shows_an_order_does_not_confirm_it() -> None:
    assert not confirms("order_1", token_for("order_1", NOON), NOON)
