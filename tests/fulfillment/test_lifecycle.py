"""The states of a parcel and of its tracking: every pair."""

import itertools
from pathlib import Path

import pytest

from functions.fulfillment.lifecycle import RANKS, TRANSITIONS, Status, TrackingStatus, tracking_status
from tests.fulfillment.builders import a_parcel, a_report

README = Path(__file__).parents[2] / "functions" / "fulfillment" / "README.md"
EVERY_PAIR = list(itertools.product(TrackingStatus, TrackingStatus))


@pytest.mark.parametrize(("first", "second"), EVERY_PAIR)
def test_a_parcel_moves_its_state_only_as_the_table_allows(first: TrackingStatus, second: TrackingStatus) -> None:
    for hours in (-1, 0, 1):
        before, _ = a_parcel().reported(a_report(first, "2026-11-22T10:00:00.000Z"))
        after, says = before.reported(a_report(second, f"2026-11-22T{10 + hours}:00:00.000Z"))
        assert after.status is before.status or after.status in TRANSITIONS[before.status]
        assert after.version - before.version == (after != before)
        said = [f"fulfillment.{after.status}"] if after.status is not before.status else []
        assert [event.type for event in says] == said
        assert (after.delivered_at is not None) is (after.status is Status.DELIVERED)
        assert (after.returned_at is not None) is (after.status is Status.RETURNED)


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
