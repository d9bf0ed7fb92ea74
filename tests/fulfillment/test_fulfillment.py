"""A parcel and its carrier's reports, without any cloud."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from functions.fulfillment.fulfillment import Fulfillment, Report
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.table import fulfillment_item, fulfillment_of
from tests.fulfillment.builders import a_parcel, a_report

FIVE = [
    TrackingStatus.PRE_TRANSIT,
    TrackingStatus.IN_TRANSIT,
    TrackingStatus.FAILURE,
    TrackingStatus.RETURN_TO_SENDER,
    TrackingStatus.DELIVERED,
]


def told(reports: list[Report]) -> tuple[Fulfillment, list[str]]:
    parcel, says = a_parcel(), []
    for report in reports:
        parcel, news = parcel.reported(report)
        says += [event.type for event in news]
    return parcel, says


def test_five_reports_in_any_order_end_the_same() -> None:
    ends = set()
    for order in itertools.permutations(FIVE):
        parcel, says = told([a_report(status) for status in order])
        ends.add((parcel.status, parcel.tracking_status, parcel.delivered_at, *says))
    assert ends == {
        (Status.DELIVERED, TrackingStatus.DELIVERED, "2026-11-22T11:00:00.000Z", "fulfillment.delivered"),
    }


@given(st.lists(st.sampled_from(TrackingStatus), max_size=12), st.randoms(use_true_random=False))
def test_reports_repeated_and_shuffled_change_nothing_more(statuses: list[TrackingStatus], chance: object) -> None:
    once, _ = told([a_report(status) for status in statuses])
    again = statuses * 2
    chance.shuffle(again)  # type: ignore[attr-defined]
    twice, says = told([a_report(status) for status in again])
    assert (twice.status, twice.tracking_status) == (once.status, once.tracking_status)
    assert says.count("fulfillment.delivered") == (TrackingStatus.DELIVERED in statuses)


def test_the_time_of_delivery_is_set_once() -> None:
    first = a_report(TrackingStatus.DELIVERED, "2026-11-22T10:00:00.000Z")
    second = a_report(TrackingStatus.DELIVERED, "2026-11-22T11:00:00.000Z")
    parcel, _ = told([first, second])
    assert parcel.delivered_at == first.occurred_at


def test_a_report_of_the_same_rank_does_not_outrank() -> None:
    one = a_report(TrackingStatus.IN_TRANSIT)
    assert one.outranks(None)
    assert not one.outranks(one)
    assert not one.outranks(a_report(TrackingStatus.DELIVERED))
    assert a_report(TrackingStatus.DELIVERED).outranks(one)


def test_a_parcel_is_stored_and_loaded_whole() -> None:
    for parcel in (a_parcel(), a_parcel(tracking=None, delivered_at="2026-11-22T10:00:00.000Z")):
        assert fulfillment_of(fulfillment_item(parcel)) == parcel
