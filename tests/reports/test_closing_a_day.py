"""Counting by the queue, closing by the clock, on a cloud."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from events import OrderPlaced
from functions.reports import close_day, store
from functions.reports.handlers import count_sales, daily_sales, publish_events
from functions.reports.table import SHARDS, SPEC, fact_item, report_partition
from shared import clock, outbox
from shared.dynamo import Item, query_all
from shared.event import Event
from shared.files import get_file
from shared.lambdas import Failed
from tests.reports.builders import a_cancellation, a_fact, a_message, a_refund, a_sale
from tests.world import NOON, Clock

TODAY = NOON.date()
NIGHT = NOON + timedelta(hours=12, minutes=5)  # when the day of NOON is closed
KEY = f"sales/{TODAY}.json"

pytestmark = pytest.mark.usefixtures("clock_")


def hear(event: Event, at: datetime = NOON, event_id: str | None = None) -> Any:
    return count_sales.handler(a_message(event, at, event_id), None)


def close(clock_: Clock, at: datetime = NIGHT) -> None:
    clock_.now = at
    daily_sales.handler({"time": clock.stamp(at)}, None)


def content(key: str = KEY) -> bytes:
    found = get_file(key)
    assert found is not None
    return found


def said() -> list[dict[str, Any]]:
    return list(outbox.history(SPEC, f"REPORT#sales#{TODAY}"))


def test_a_fact_is_kept_under_the_day_it_happened() -> None:
    hear(a_sale(), at=NOON - timedelta(days=2))
    assert [fact.order_id for fact in store.facts(TODAY - timedelta(days=2))] == ["order_1"]
    assert list(store.facts(TODAY)) == []


def test_facts_are_spread_over_the_days_partitions() -> None:
    partitions = {fact_item(a_fact(a_sale()))["pk"] for _ in range(100)}
    assert partitions == {f"DAY#{TODAY}#{shard}" for shard in range(SHARDS)}


def test_the_same_news_twice_is_one_fact() -> None:
    assert hear(a_sale(), event_id="evt_1") == {"batchItemFailures": []}
    assert hear(a_sale(), event_id="evt_1") == {"batchItemFailures": []}
    assert len(list(store.facts(TODAY))) == 1


def test_an_order_is_sold_once_even_if_two_events_say_so() -> None:
    hear(a_sale(), event_id="evt_1")
    assert hear(a_sale(), event_id="evt_2") == {"batchItemFailures": []}
    assert len(list(store.facts(TODAY))) == 1


def test_a_canceled_order_that_was_never_placed_is_no_fact() -> None:
    hear(a_cancellation(was_placed=False))
    assert list(store.facts(TODAY)) == []


def test_a_closed_day_has_its_files_and_is_announced_once(clock_: Clock) -> None:
    hear(a_sale())
    close(clock_)
    assert json.loads(content())["totals"][0]["orders"] == 1
    assert content(f"sales/{TODAY}.csv").startswith(b"\xef\xbb\xbfgroup_by,country,")
    [event] = said()
    assert event["type"] == "report.ready"
    assert event["aggregate"]["version"] == 1
    assert event["data"] == {"report": "sales", "period": str(TODAY), "files": [KEY, f"sales/{TODAY}.csv"]}


def test_a_second_run_writes_the_same_bytes_and_says_nothing(clock_: Clock) -> None:
    hear(a_sale())
    close(clock_)
    first = content(), content(f"sales/{TODAY}.csv")
    close(clock_)
    assert (content(), content(f"sales/{TODAY}.csv")) == first
    assert len(said()) == 1


def test_a_run_that_died_before_its_commit_is_done_again_with_the_same_bytes(
    clock_: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hear(a_sale())
    with monkeypatch.context() as dying:
        dying.setattr("functions.reports.close_day.commit", _dies)
        with pytest.raises(Failed, match="MemoryError"):
            close(clock_)
    left = content()
    assert said() == []
    close(clock_)
    assert content() == left
    assert len(said()) == 1


def _dies(*_: object) -> None:
    raise MemoryError


def test_days_that_were_missed_are_closed_by_the_next_run(clock_: Clock) -> None:
    hear(a_sale(), at=NOON)
    close(clock_, NIGHT + timedelta(days=3))
    closed = [n for n in range(-2, 6) if store.closing(TODAY + timedelta(days=n))]
    assert closed == [0, 1, 2, 3]


def test_a_run_goes_on_after_the_last_closed_day_however_old_the_shop_is(clock_: Clock) -> None:
    for days in (0, 20, 40):
        close(clock_, NIGHT + timedelta(days=days))
    assert all(store.closing(TODAY + timedelta(days=n)) for n in range(41))


def test_a_late_fact_makes_a_new_revision_of_its_closed_day(clock_: Clock) -> None:
    hear(a_sale("order_1"))
    close(clock_)
    hear(a_sale("order_2"), at=NOON)
    close(clock_, NIGHT + timedelta(days=1))
    closing = store.closing(TODAY)
    assert closing
    assert (closing.revision, closing.fact_count) == (2, 2)
    assert json.loads(content())["totals"][0]["orders"] == 2
    assert len(said()) == 2
    assert store.open_ends(TODAY, TODAY) == []


def test_a_fact_heard_just_after_midnight_is_in_the_first_revision(clock_: Clock) -> None:
    clock_.now = NIGHT - timedelta(minutes=1)
    hear(a_sale(), at=NOON)
    close(clock_)
    closing = store.closing(TODAY)
    assert closing
    assert (closing.revision, closing.fact_count) == (1, 1)
    assert store.open_ends(TODAY, TODAY) == []


def test_a_refund_heard_before_its_sale_is_counted_once_the_sale_is_known(clock_: Clock) -> None:
    sale = a_sale()
    hear(a_refund(amount=700))
    close(clock_)
    assert json.loads(content())["totals"] == []
    hear(sale, at=NOON)
    close(clock_, NIGHT + timedelta(days=1))
    assert json.loads(content())["totals"][0]["refunded_total"] == 700
    assert store.open_ends(TODAY, TODAY) == []


def test_a_refund_whose_sale_never_comes_is_let_go(clock_: Clock) -> None:
    hear(a_refund("order_expired"))
    close(clock_)
    assert len(store.open_ends(TODAY, TODAY)) == 1
    close(clock_, NIGHT + timedelta(days=15))
    assert store.open_ends(TODAY, TODAY) == []
    closing = store.closing(TODAY)
    assert closing
    assert (closing.revision, closing.fact_count) == (1, 0)


def test_more_late_facts_than_a_commit_takes_are_all_settled(clock_: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(close_day, "ENDS_A_COMMIT", 2)
    close(clock_)
    for i in range(3):
        hear(a_sale(f"order_{i}"), at=NOON)
    close(clock_, NIGHT + timedelta(days=1))
    closing = store.closing(TODAY)
    assert closing
    assert (closing.revision, closing.fact_count) == (2, 3)
    assert store.open_ends(TODAY, TODAY) == []


def test_a_day_that_still_goes_on_is_never_closed(clock_: Clock) -> None:
    hear(a_sale())
    daily_sales.handler({"time": clock.stamp(NIGHT)}, None)
    assert store.closing(TODAY) is None


def test_an_empty_day_is_closed_too(clock_: Clock) -> None:
    close(clock_)
    assert json.loads(content())["totals"] == []


def test_what_reports_say_is_published(clock_: Clock) -> None:
    close(clock_)
    assert "unsent" in event_row()
    clock_.advance(minutes=2)
    publish_events.handler({"time": clock.stamp(clock_.now)}, None)
    assert "unsent" not in event_row()


def event_row() -> Item:
    [row] = query_all(SPEC, report_partition(TODAY))
    return row


def test_a_fact_read_back_is_the_fact_that_was_kept() -> None:
    sale = a_sale()
    hear(sale)
    [fact] = store.facts(TODAY)
    assert fact.event == sale
    assert isinstance(fact.event, OrderPlaced)
    assert fact.day == date(2026, 11, 22)
    assert a_fact(sale).order_id == fact.order_id
