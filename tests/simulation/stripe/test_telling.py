"""Webhooks that come again for three days, a search that lags, and a world that its seed decides."""

from itertools import pairwise
from typing import Any

import pytest

from tests.simulation.stripe.conftest import Shop, a_shop
from tests.simulation.stripe.upset import MOST, UPSETS, upset
from tests.simulation.stripe.webhooks import GAPS_S, JITTER

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0


def tries_of(shop: Shop, type_: str) -> list[float]:
    return [when for when, event in shop.tries if event["type"] == type_]


def test_an_event_that_is_taken_comes_once(shop: Shop) -> None:
    shop.pay()
    shop.pass_by(4 * DAY)
    assert len(tries_of(shop, "payment_intent.succeeded")) == 1
    assert shop.stripe.is_quiet


def test_an_event_that_nobody_takes_comes_again_for_almost_three_days(shop: Shop) -> None:
    shop.takes = False
    shop.pay()
    shop.pass_by(4 * DAY)
    tries = tries_of(shop, "payment_intent.succeeded")
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert len(gaps) == len(GAPS_S)
    for gap, planned in zip(gaps, GAPS_S, strict=True):
        assert abs(gap - planned) <= planned * JITTER
    assert tries[-1] - tries[0] < 3 * DAY
    assert len(shop.stripe.unheard()) == len({event["id"] for _, event in shop.tries})


def test_an_event_that_is_taken_late_stops_coming(shop: Shop) -> None:
    shop.takes = False
    shop.pay()
    shop.pass_by(HOUR)
    shop.takes = True
    for _, event in list(shop.tries):
        shop.stripe.delivered(event["id"])
    before = len(shop.tries)
    shop.pass_by(4 * DAY)
    assert before == len(shop.tries)
    assert shop.stripe.unheard() == ()


def test_an_event_tells_of_the_moment_it_is_about_however_late_it_comes(shop: Shop) -> None:
    shop.takes = False
    intent = shop.create()
    shop.pass_by(0)
    shop.stripe.confirm(intent.id, intent.client_secret)
    shop.pass_by(10 * MINUTE)
    created = [event for _, event in shop.tries if event["type"] == "payment_intent.created"]
    assert [event["data"]["object"]["status"] for event in created] == ["requires_payment_method"] * 2


def found(shop: Shop, order_id: str = "o1") -> list[Any]:
    return list(shop.api.payment_intents.search({"query": f"metadata['order_id']:'{order_id}'"}).data)


def test_search_finds_a_payment_late_and_as_it_was(shop: Shop) -> None:
    intent = shop.create()
    assert found(shop) == []
    shop.pass_by(30.0)
    shop.stripe.confirm(intent.id, intent.client_secret)
    shop.pass_by(30.0)
    assert [each.status for each in found(shop)] == ["requires_payment_method"]
    shop.pass_by(30.0)
    assert [each.status for each in found(shop)] == ["succeeded"]
    assert found(shop, "o2") == []


def test_search_may_lag_by_hours(shop: Shop) -> None:
    shop.stripe.search_lag_s = 2 * HOUR
    shop.create()
    shop.pass_by(HOUR)
    assert found(shop) == []
    shop.stripe.calm()
    assert len(found(shop)) == 1


def a_week(shop: Shop) -> tuple[Any, ...]:
    """Much that may happen, drawn by chance; all that came of it, byte for byte."""
    chance = shop.loop.random
    answers: list[Any] = []
    for number in range(60):
        name = upset(shop.stripe.troubles, chance)
        shop.takes = chance.random() < 0.7
        shop.lose = [chance.choice(["", "", "request", "answer"]) for _ in range(2)]
        try:
            intent = shop.create(f"k{number}", metadata={"order_id": f"o{number}"})
            method = chance.choice(["pm_card_visa", "declined", "3ds", "processing"])
            answers.append(
                shop.stripe.confirm(intent.id, intent.client_secret, method, after_s=chance.uniform(0, HOUR))
            )
            answers.append(shop.refund(intent, 1 + chance.randrange(3_000), f"r{number}").to_dict())
        except Exception as error:  # noqa: BLE001 - which errors come is a part of what is compared
            answers.append(f"{name}: {error!r}")
        shop.pass_by(chance.expovariate(1 / HOUR))
    shop.stripe.calm()
    shop.pass_by(7 * DAY)
    return answers, shop.tries, shop.wire, shop.stripe.image(), shop.stripe.books()


def test_a_seed_decides_every_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = []
    for seed in (7, 7, 8):
        with a_shop(monkeypatch, seed) as shop:
            weeks.append(a_week(shop))
    assert weeks[0] == weeks[1]
    assert weeks[0] != weeks[2]


def test_through_all_troubles_no_payment_is_taken_twice_or_refunded_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(5):
        with a_shop(monkeypatch, seed) as shop:
            a_week(shop)
            books = shop.stripe.books().values()
            assert all(book.captures <= 1 and 0 <= book.refunded <= book.captured for book in books)
            assert any(book.captured for book in books)
            assert shop.stripe.is_quiet


def test_every_trouble_can_be_drawn(shop: Shop) -> None:
    drawn = set()
    for _ in range(100):
        drawn.add(upset(shop.stripe.troubles, shop.loop.random))
        shop.stripe.calm()
    assert drawn == set(UPSETS)
    assert shop.pay().status == "succeeded"


def test_only_so_many_troubles_come_together(shop: Shop) -> None:
    drawn = [upset(shop.stripe.troubles, shop.loop.random) for _ in range(MOST + 1)]
    assert None not in drawn[:MOST]
    assert drawn[MOST] is None
