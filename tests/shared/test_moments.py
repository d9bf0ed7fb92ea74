"""Times as filters: days are whole, times are compared as times, and what is no date is told."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import clock, ids
from shared.errors import Invalid
from shared.http.body import parse_query
from shared.http.moments import Between, CreatedWithin, WrongRange
from tests.world import NOON

LAST = "2026-11-22T23:59:59.999Z"


def within(**bounds: str) -> Any:
    """What `created_at[gte]` and so on leave."""
    return parse_query({f"created_at[{how}]": value for how, value in bounds.items()}, CreatedWithin).created


@pytest.mark.parametrize(
    ("bounds", "stamps"),
    [
        ({"gte": "2026-11-22", "lte": "2026-11-22"}, ("2026-11-22T00:00:00.000Z", LAST)),
        ({"gt": "2026-11-21", "lt": "2026-11-23"}, ("2026-11-22T00:00:00.000Z", LAST)),
        ({"gte": "2026-11-22T08:00:46Z"}, ("2026-11-22T08:00:46.000Z", "~")),
        ({"lte": "2026-11-22T08:00:46Z"}, ("0", "2026-11-22T08:00:46.000Z")),
        ({"gt": "2026-11-22T08:00:46Z"}, ("2026-11-22T08:00:46.001Z", "~")),
        ({"lt": "2026-11-22T08:00:46.468Z"}, ("0", "2026-11-22T08:00:46.467Z")),
        ({"gte": "2026-11-22T10:00:46.468+02:00"}, ("2026-11-22T08:00:46.468Z", "~")),
        ({"gte": "2026-11-22T10:00:46.468 02:00"}, ("2026-11-22T08:00:46.468Z", "~")),
        ({"lte": "2026-11-22t00:30:00-01:30"}, ("0", "2026-11-22T02:00:00.000Z")),
        ({"gte": "2026-11-22T08:00:00.0001Z"}, ("2026-11-22T08:00:00.001Z", "~")),
        ({"lte": "2026-11-22T08:00:00.0009Z"}, ("0", "2026-11-22T08:00:00.000Z")),
        (
            {"gte": "2026-11-20", "gt": "2026-11-21", "lte": "2026-11-30", "lt": "2026-11-23"},
            ("2026-11-22T00:00:00.000Z", LAST),
        ),
        ({"lte": "9999-12-31"}, ("0", "9999-12-31T23:59:59.999Z")),
        ({}, ("0", "~")),
    ],
)
def test_bounds_are_times(bounds: dict[str, str], stamps: tuple[str, str]) -> None:
    assert within(**bounds).stamps == stamps


@pytest.mark.parametrize("how", ["gte", "gt", "lte", "lt"])
@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30", "2026-13-01", "2026-00-10", "2026-11-00", "0000-01-01", "2026-1-1", "26-11-22", "20261122"),
        *("2026-11-22T25:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T08:60:00Z", "2026-11-22T08:00:61Z", "25:00:00"),
        *(
            "2026-11-22T08:00:00",
            "2026-11-22T08:00Z",
            "2026-11-22 08:00:00Z",
            "2026-11-22T08:00:00+25:00",
            "2026-W47-1",
        ),
        *("", " 2026-11-22", "2026-11-22\n", "1764417600", "today", "２０２６-11-22", "0001-01-01T00:00:00+02:00"),
    ],
)
def test_what_is_no_date_is_refused_by_its_parameter(how: str, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        within(**{how: text})
    assert (refused.value.status, refused.value.code, refused.value.param) == (
        400,
        "invalid_parameter",
        f"created_at[{how}]",
    )


@pytest.mark.parametrize(
    ("bounds", "param"),
    [
        ({"gte": "2026-11-23", "lte": "2026-11-22"}, "created_at[lte]"),
        ({"gt": "2026-11-22", "lte": "2026-11-22"}, "created_at[lte]"),
        ({"gte": "2026-11-22", "lt": "2026-11-22"}, "created_at[lt]"),
        ({"gte": "2026-11-22T10:00:00Z", "lte": "2026-11-22T11:59:00+02:00"}, "created_at[lte]"),
        ({"gt": "9999-12-31"}, "created_at[gt]"),
        ({"lt": "0001-01-01"}, "created_at[lt]"),
    ],
)
def test_a_range_that_ends_before_it_begins_is_refused(bounds: dict[str, str], param: str) -> None:
    with pytest.raises(WrongRange) as refused:
        within(**bounds)
    assert (refused.value.status, refused.value.code, refused.value.param) == (400, "invalid_range", param)


@given(st.integers(0, 4_102_444_800_000), st.integers(-2, 2))
def test_ids_and_stamps_agree_on_which_times_are_within(millisecond: int, away: int) -> None:
    moment = ids.EPOCH + timedelta(milliseconds=millisecond)
    other = max(moment + timedelta(milliseconds=away), ids.EPOCH)
    made = ids.new_id("mov", other)
    for how in ("gte", "gt", "lte", "lt"):
        span = within(**{how: clock.stamp(moment)})
        low, high = span.ids("mov")
        assert (low <= made <= high) == span.holds(clock.stamp(other))


def test_an_open_range_holds_every_id() -> None:
    low, high = Between().ids("mov")
    assert low <= ids.new_id("mov", NOON) <= high
