"""A parcel and its carrier's reports, without any cloud."""

import itertools
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.fulfillment.fulfillment import Fulfillment, Tracking
from functions.fulfillment.lifecycle import RANKS, Status, TrackingStatus, WrongFulfillmentState
from functions.fulfillment.reports import Report
from functions.fulfillment.table import fulfillment_item, fulfillment_of
from shared.clock import stamp
from tests.fulfillment.builders import NUMBER, a_parcel, a_report
from tests.world import NOON

T = TrackingStatus
TOLD = st.lists(st.tuples(st.sampled_from(TrackingStatus), st.integers(0, 5)), max_size=8)


def at(hour: int) -> str:
    return stamp(NOON + timedelta(hours=hour))


def told(reports: Sequence[Report]) -> tuple[Fulfillment, list[str]]:
    parcel, says = a_parcel(), []
    for report in reports:
        parcel, news = parcel.reported(report)
        says += [event.type for event in news]
    return parcel, says


def story(*steps: TrackingStatus) -> list[Report]:
    """One step an hour."""
    return [a_report(status, at(hour)) for hour, status in enumerate(steps)]


def end_of(reports: Sequence[Report]) -> tuple[str, str]:
    """How every order of these reports ends: status and tracking status."""
    ends = set()
    for order in itertools.permutations(reports):
        parcel, _ = told([*order, *order])
        ends.add((parcel.status.value, parcel.tracking_status.value))
    (end,) = ends
    return end


@pytest.mark.parametrize(
    ("steps", "end"),
    [
        ((T.PRE_TRANSIT, T.IN_TRANSIT, T.OUT_FOR_DELIVERY), ("shipped", "out_for_delivery")),
        ((T.OUT_FOR_DELIVERY, T.IN_TRANSIT), ("shipped", "out_for_delivery")),
        ((T.OUT_FOR_DELIVERY, T.FAILURE), ("shipped", "failure")),
        ((T.FAILURE, T.OUT_FOR_DELIVERY), ("shipped", "out_for_delivery")),
        ((T.OUT_FOR_DELIVERY, T.FAILURE, T.IN_TRANSIT), ("shipped", "in_transit")),
        ((T.FAILURE, T.OUT_FOR_DELIVERY, T.FAILURE), ("shipped", "failure")),
        ((T.FAILURE, T.UNKNOWN), ("shipped", "failure")),
        ((T.FAILURE, T.AVAILABLE_FOR_PICKUP, T.DELIVERED), ("delivered", "delivered")),
        ((T.AVAILABLE_FOR_PICKUP, T.FAILURE), ("shipped", "failure")),
        ((T.DELIVERED, T.FAILURE), ("delivered", "delivered")),
        ((T.DELIVERED, T.IN_TRANSIT), ("delivered", "delivered")),
        ((T.IN_TRANSIT, T.FAILURE, T.RETURN_TO_SENDER), ("returned", "return_to_sender")),
        ((T.FAILURE, T.RETURN_TO_SENDER, T.DELIVERED), ("returned", "return_to_sender")),
        ((T.RETURN_TO_SENDER, T.OUT_FOR_DELIVERY), ("returned", "return_to_sender")),
        ((T.DELIVERED, T.RETURN_TO_SENDER), ("delivered", "delivered")),
        ((T.DELIVERED, T.RETURN_TO_SENDER, T.DELIVERED), ("delivered", "delivered")),
    ],
)
def test_what_a_parcel_has_come_to_whatever_the_order_of_its_reports(
    steps: tuple[TrackingStatus, ...], end: tuple[str, str]
) -> None:
    assert end_of(story(*steps)) == end


def test_at_one_moment_the_rank_decides() -> None:
    assert end_of([a_report(T.FAILURE), a_report(T.OUT_FOR_DELIVERY)]) == ("shipped", "failure")
    assert end_of([a_report(T.FAILURE), a_report(T.AVAILABLE_FOR_PICKUP)]) == ("shipped", "available_for_pickup")
    assert end_of([a_report(T.RETURN_TO_SENDER), a_report(T.DELIVERED)]) == ("returned", "return_to_sender")


@given(TOLD, st.randoms(use_true_random=False))
def test_every_order_and_repetition_ends_in_the_same_parcel(told_of: list[tuple[T, int]], chance: Random) -> None:
    reports = [a_report(status, at(hour)) for status, hour in told_of]
    once, _ = told(reports)
    again = reports * 2
    chance.shuffle(again)
    twice, says = told(again)
    assert as_it_stands(twice) == as_it_stands(once) == expected(reports)
    assert a_parcel().reported(*again)[0].reports == once.reports
    arrived = says.count("fulfillment.delivered")
    assert (twice.status is Status.DELIVERED) <= (arrived >= 1)
    assert (twice.status is Status.RETURNED) <= ("fulfillment.returned" in says)


def as_it_stands(parcel: Fulfillment) -> tuple[object, ...]:
    return parcel.status, parcel.tracking_status, parcel.delivered_at, parcel.returned_at


def expected(reports: Sequence[Report]) -> tuple[object, ...]:
    """The same, told one after the other as they happened."""
    stands, delivered, returned = T.UNKNOWN, None, None
    for report in sorted(reports, key=lambda each: (each.occurred_at, RANKS[each.tracking_status])):
        status = report.tracking_status
        if delivered or returned or status is T.UNKNOWN:
            continue
        if status is T.DELIVERED:
            delivered = report.occurred_at
        if status is T.RETURN_TO_SENDER:
            returned = report.occurred_at
        if status in (T.FAILURE, T.DELIVERED, T.RETURN_TO_SENDER) or stands is T.FAILURE:
            stands = status
        stands = max(stands, status, key=lambda each: RANKS[each])
    end = Status.DELIVERED if delivered else Status.RETURNED if returned else Status.SHIPPED
    return end, stands, delivered, returned


def test_a_delivery_that_was_the_senders_is_taken_back() -> None:
    out, back, home = story(T.OUT_FOR_DELIVERY, T.RETURN_TO_SENDER, T.DELIVERED)
    delivered, _ = a_parcel().reported(out, home)
    assert delivered.status is Status.DELIVERED
    returned, says = delivered.reported(back)
    assert (returned.status, returned.delivered_at, returned.returned_at) == (Status.RETURNED, None, at(1))
    (said,) = says
    assert (said.type, said.model_dump()["was_delivered"]) == ("fulfillment.returned", True)


def test_the_time_of_delivery_is_the_first_by_the_carriers_clock() -> None:
    first, second = a_report(T.DELIVERED, at(1)), a_report(T.DELIVERED, at(2))
    assert {told(order)[0].delivered_at for order in ([first, second], [second, first])} == {at(1)}
    assert told([second, first])[1] == ["fulfillment.delivered"]


def test_what_staff_say_is_the_last_word() -> None:
    parcel, says = a_parcel().delivered_by_staff("key_1", NOON)
    assert (parcel.status, parcel.delivered_at, parcel.delivered_by) == (Status.DELIVERED, stamp(NOON), "key_1")
    assert [event.type for event in says] == ["fulfillment.delivered"]
    after, says = parcel.reported(a_report(T.RETURN_TO_SENDER, at(-5)))
    assert (after.status, after.tracking_status, says) == (Status.DELIVERED, T.RETURN_TO_SENDER, ())


def test_what_was_turned_round_is_not_delivered_by_staff() -> None:
    parcel, _ = a_parcel().reported(a_report(T.RETURN_TO_SENDER))
    with pytest.raises(WrongFulfillmentState):
        parcel.delivered_by_staff("key_1", NOON)


def test_another_number_brings_its_own_reports() -> None:
    parcel, _ = a_parcel().reported(a_report(T.OUT_FOR_DELIVERY))
    other = Tracking("dhl", "2", None)
    moved, says = parcel.tracked(other, [])
    assert (moved.tracking, moved.tracking_status, says) == (other, T.UNKNOWN, ())
    moved, says = parcel.tracked(other, [a_report(T.DELIVERED)])
    assert (moved.status, [event.type for event in says]) == (Status.DELIVERED, ["fulfillment.delivered"])


def test_the_number_of_a_parcel_that_has_arrived_stays_and_its_link_may_change() -> None:
    parcel, _ = a_parcel().reported(a_report(T.DELIVERED))
    with pytest.raises(WrongFulfillmentState):
        parcel.tracked(Tracking("ups", "other", None), [])
    linked, says = parcel.tracked(Tracking("ups", f"{NUMBER[:2]} {NUMBER[2:]}", "https://ups.example/"), [])
    assert (linked.status, linked.tracking_status, says) == (Status.DELIVERED, T.DELIVERED, ())


def test_a_parcel_is_stored_and_loaded_whole() -> None:
    returned, _ = a_parcel(by="key_1").reported(a_report(T.FAILURE), a_report(T.RETURN_TO_SENDER))
    by_staff, _ = a_parcel(tracking=None).delivered_by_staff("key_1", NOON)
    for parcel in (a_parcel(), returned, by_staff):
        assert fulfillment_of(fulfillment_item(parcel)) == parcel
