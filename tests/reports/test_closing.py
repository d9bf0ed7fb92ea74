"""Which days are due."""

from datetime import date, timedelta

from functions.reports.closing import CATCH_UP_DAYS, WAIT_DAYS, days_to_close, inputs_hash, still_waits
from tests.reports.builders import a_fact, a_refund, a_sale

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)


def test_a_new_shop_begins_with_yesterday() -> None:
    assert days_to_close(None, None, TODAY) == [YESTERDAY]


def test_a_shop_that_never_closed_a_day_begins_with_its_first_fact() -> None:
    assert days_to_close(None, TODAY - timedelta(days=3), TODAY) == [TODAY - timedelta(days=n) for n in (3, 2, 1)]


def test_facts_of_today_alone_leave_yesterday_to_close() -> None:
    assert days_to_close(None, TODAY, TODAY) == [YESTERDAY]


def test_missed_days_are_caught_up() -> None:
    assert days_to_close(TODAY - timedelta(days=3), None, TODAY) == [TODAY - timedelta(days=2), YESTERDAY]


def test_nothing_is_due_when_yesterday_is_closed() -> None:
    assert days_to_close(YESTERDAY, None, TODAY) == []


def test_a_long_outage_is_caught_up_in_several_runs() -> None:
    due = days_to_close(TODAY - timedelta(days=100), None, TODAY)
    assert len(due) == CATCH_UP_DAYS
    assert due[0] == TODAY - timedelta(days=99)


def test_today_is_never_closed() -> None:
    assert TODAY not in days_to_close(None, TODAY, TODAY) + days_to_close(YESTERDAY, None, TODAY)


def test_a_fact_waits_for_its_sale_as_long_as_a_dead_letter_queue_keeps_it() -> None:
    assert still_waits(TODAY - timedelta(days=WAIT_DAYS), TODAY)
    assert not still_waits(TODAY - timedelta(days=WAIT_DAYS + 1), TODAY)


def test_the_inputs_hash_knows_the_facts_and_not_their_order() -> None:
    sale, refund = a_fact(a_sale()), a_fact(a_refund())
    assert inputs_hash([sale, refund]) == inputs_hash([refund, sale]) != inputs_hash([sale])
