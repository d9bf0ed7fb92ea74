"""The states of a parcel and of its tracking: every pair."""

import itertools
from pathlib import Path

import pytest

from functions.fulfillment.lifecycle import RANKS, TRANSITIONS, Status, TrackingStatus, later, tracking_status
from tests.fulfillment.builders import a_parcel, a_report

README = Path(__file__).parents[2] / "functions" / "fulfillment" / "README.md"
EVERY_PAIR = list(itertools.product(TrackingStatus, TrackingStatus))


@pytest.mark.parametrize(("was", "told"), EVERY_PAIR)
def test_the_higher_rank_stands_whichever_came_first(was: TrackingStatus, told: TrackingStatus) -> None:
    assert later(was, told) is later(told, was)
    assert RANKS[later(was, told)] == max(RANKS[was], RANKS[told])


@pytest.mark.parametrize(("was", "told"), EVERY_PAIR)
def test_a_parcel_moves_its_state_only_as_the_table_allows(was: TrackingStatus, told: TrackingStatus) -> None:
    is_delivered = was is TrackingStatus.DELIVERED
    before = a_parcel(
        tracking_status=was,
        status=Status.DELIVERED if is_delivered else Status.SHIPPED,
        delivered_at="2026-11-22T10:00:00.000Z" if is_delivered else None,
    )
    after, says = before.reported(a_report(told))
    assert after.status is before.status or after.status in TRANSITIONS[before.status]
    assert after.version - before.version == (after != before)
    assert [event.type for event in says] == (["fulfillment.delivered"] if after.status is not before.status else [])
    assert (after.delivered_at is not None) is (after.status is Status.DELIVERED)


def test_every_state_has_its_row_and_leads_only_to_states() -> None:
    assert set(TRANSITIONS) == set(Status)
    assert set().union(*TRANSITIONS.values()) <= set(Status)


def test_the_ranks_are_as_agreed() -> None:
    assert [status.value for status in sorted(TrackingStatus, key=lambda status: RANKS[status])] == [
        "unknown",
        "pre_transit",
        "in_transit",
        "out_for_delivery",
        "failure",
        "available_for_pickup",
        "return_to_sender",
        "delivered",
    ]


@pytest.mark.parametrize("name", ["cancelled", "DELIVERED", "", "delivered "])
def test_a_status_we_do_not_know_tells_nothing(name: str) -> None:
    assert tracking_status(name) is TrackingStatus.UNKNOWN


def test_the_readme_draws_the_table() -> None:
    drawn = [f"{state} --> {following}" for state, after in TRANSITIONS.items() for following in sorted(after)]
    text = README.read_text()
    assert all(f"    {line}\n" in text for line in drawn)
    assert text.count(" --> ") == len(drawn) + 1  # and the way in
    assert " < ".join(f"`{status}`" for status in TrackingStatus) in text
