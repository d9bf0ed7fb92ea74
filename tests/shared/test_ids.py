"""Identity and time: ids that sort by their moment, and moments that sort as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import clock, ids
from shared.ids import derived_id, is_id, new_id, ulid
from tests.http_corpora import NAUGHTY
from tests.world import NOON

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zone is given


def test_a_new_id_has_its_prefix_and_shape() -> None:
    for prefix in ("li", "order", "webhook"):
        assert is_id(new_id(prefix), prefix)


@given(MOMENTS, st.integers(1, 10**9))
def test_ids_sort_by_their_millisecond(moment: datetime, later_ms: int) -> None:
    assert ulid(moment)[:10] < ulid(moment + timedelta(milliseconds=later_ms))[:10]


@given(MOMENTS)
def test_a_ulid_is_milliseconds_and_chance_in_crockfords_base_32(moment: datetime) -> None:
    number = 0
    for letter in ulid(moment):
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert abs((number >> 80) - moment.timestamp() * 1000) <= 1
    assert len(ulid(moment)) == 26


def test_ids_of_one_moment_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "source", NOON.timestamp)
    assert len({new_id("order") for _ in range(1000)}) == 1000


def test_chance_has_all_its_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "random_bits", lambda bits: 2**bits - 1)
    assert ulid(NOON).endswith("Z" * 16)


def test_the_same_cause_has_the_same_id() -> None:
    assert derived_id("ful", "order_1", "evt_1") == derived_id("ful", "order_1", "evt_1")
    assert is_id(derived_id("ful", "order_1"), "ful")


@given(st.lists(st.text(max_size=5), max_size=3), st.lists(st.text(max_size=5), max_size=3))
def test_other_causes_have_other_ids(one: list[str], other: list[str]) -> None:
    assert (derived_id("ful", *one) == derived_id("ful", *other)) == (one == other)


@pytest.mark.parametrize("causes", [(("a", "b"), ("a\x00b",)), (("ab", ""), ("a", "b")), ((), ("",))])
def test_where_one_part_of_a_cause_ends_matters(causes: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
    assert derived_id("x", *causes[0]) != derived_id("x", *causes[1])


@pytest.mark.parametrize(
    "text",
    [
        *NAUGHTY,
        "order_",
        "order_01JD",
        "order_8" + "0" * 25,  # past the year 10889
        "order_" + "0" * 27,
        "order_" + "0" * 25 + "I",
        "order_" + "0" * 25 + "a",
        "order_" + "0" * 26 + "\n",
        "cart_" + "0" * 26,
        "ORDER_" + "0" * 26,
    ],
)
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    assert not is_id(text, "order")


@given(MOMENTS, MOMENTS)
def test_moments_sort_as_text(one: datetime, other: datetime) -> None:
    """FAULTS 22"""
    one, other = (moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in (one, other))
    assert (clock.stamp(one) < clock.stamp(other)) == (one < other)
    assert clock.parse(clock.stamp(one)) == one


def test_every_zone_and_every_summer_time_is_one_time() -> None:
    """FAULTS 22"""
    in_kiritimati = NOON.astimezone(timezone(timedelta(hours=14)))
    assert clock.stamp(in_kiritimati) == clock.stamp(NOON) == "2026-11-22T12:00:00.000Z"
    assert clock.epoch(in_kiritimati) == clock.epoch(NOON)


@given(MOMENTS)
def test_now_is_cut_to_the_millisecond(moment: datetime) -> None:
    before, clock.source = clock.source, moment.timestamp
    try:
        now = clock.now()
    finally:
        clock.source = before
    assert now.microsecond % 1000 == 0
    assert abs(now - moment) <= timedelta(milliseconds=1)
