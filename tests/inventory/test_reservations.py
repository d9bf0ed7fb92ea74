"""What the steps of a reservation do to the shelves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.inventory import NotReserved, Pick, Reservation, ShipmentTooLarge, Status
from functions.inventory.level import Change
from functions.inventory.reservations import SHIPMENT_SHELVES_MAX
from tests.inventory.shop import BERLIN, MUG, PARIS, SHIRT
from tests.world import NOON


def a_paid_one(*picks: Pick) -> Reservation:
    return Reservation("order_1", Status.COMMITTED, NOON, picks, version=2, updated_at=NOON)


def test_a_shipment_takes_what_was_set_aside_there() -> None:
    after, changes = a_paid_one(Pick(SHIRT, BERLIN.id, 3)).shipped({SHIRT: 2}, BERLIN.id, NOON)
    assert changes == {(SHIRT, BERLIN.id): Change(on_hand=-2, reserved=-2)}
    assert after.picks == (Pick(SHIRT, BERLIN.id, 3, consumed=2),)
    assert after.status is Status.COMMITTED


def test_the_last_shipment_ends_the_reservation() -> None:
    reservation = a_paid_one(Pick(SHIRT, BERLIN.id, 3, consumed=2), Pick(MUG, PARIS.id, 1, consumed=1))
    assert reservation.shipped({SHIRT: 1}, BERLIN.id, NOON)[0].status is Status.CONSUMED


def test_a_shipment_from_elsewhere_takes_free_stock_there_and_frees_the_planned() -> None:
    after, changes = a_paid_one(Pick(SHIRT, BERLIN.id, 3)).shipped({SHIRT: 2}, PARIS.id, NOON)
    assert changes == {(SHIRT, PARIS.id): Change(on_hand=-2), (SHIRT, BERLIN.id): Change(reserved=-2)}
    assert set(after.picks) == {Pick(SHIRT, BERLIN.id, 1), Pick(SHIRT, PARIS.id, 2, consumed=2)}


def test_a_shipment_may_take_both_what_is_set_aside_there_and_what_is_free() -> None:
    reservation = a_paid_one(Pick(SHIRT, BERLIN.id, 3), Pick(SHIRT, PARIS.id, 1))
    after, changes = reservation.shipped({SHIRT: 4}, PARIS.id, NOON)
    assert changes == {
        (SHIRT, PARIS.id): Change(on_hand=-4, reserved=-1),
        (SHIRT, BERLIN.id): Change(reserved=-3),
    }
    assert (after.status, after.picks) == (Status.CONSUMED, (Pick(SHIRT, PARIS.id, 4, consumed=4),))


@pytest.mark.parametrize(("variant", "requested", "left"), [(SHIRT, 3, 2), (MUG, 1, 0)])
def test_more_than_is_set_aside_cannot_ship(variant: str, requested: int, left: int) -> None:
    with pytest.raises(NotReserved) as refused:
        a_paid_one(Pick(SHIRT, BERLIN.id, 4, consumed=2)).shipped({variant: requested}, BERLIN.id, NOON)
    assert refused.value.details == {"variant_id": variant, "requested": requested, "reserved": left}


def test_a_shipment_holds_no_more_than_a_commit_can() -> None:
    lines = {f"var_{i}": 1 for i in range(SHIPMENT_SHELVES_MAX + 1)}
    reservation = a_paid_one(*(Pick(variant, BERLIN.id, 1) for variant in lines))
    with pytest.raises(ShipmentTooLarge):
        reservation.shipped(lines, BERLIN.id, NOON)


def test_a_release_gives_back_only_what_has_not_shipped() -> None:
    reservation = a_paid_one(Pick(SHIRT, BERLIN.id, 3, consumed=2), Pick(MUG, BERLIN.id, 1, consumed=1))
    _, changes = reservation.released(NOON, expired=False, restock=True)
    assert changes == {(SHIRT, BERLIN.id): Change(reserved=-1)}


def test_goods_that_shall_not_be_sold_again_count_as_damaged() -> None:
    _, changes = a_paid_one(Pick(SHIRT, BERLIN.id, 3)).released(NOON, expired=False, restock=False)
    assert changes == {(SHIRT, BERLIN.id): Change(reserved=-3, damaged=3)}
    assert changes[SHIRT, BERLIN.id].available == 0


PLACES = ("loc_A", "loc_B", "loc_C")


@given(
    planned=st.dictionaries(st.sampled_from(PLACES), st.integers(1, 9), min_size=1),
    shipments=st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 9)), max_size=6),
)
def test_shipments_from_anywhere_use_up_exactly_what_was_set_aside(
    planned: dict[str, int], shipments: list[tuple[str, int]]
) -> None:
    reservation = a_paid_one(*(Pick(SHIRT, place, units) for place, units in planned.items()))
    reserved, shipped = sum(planned.values()), 0
    for place, units in shipments:
        if reservation.status is Status.CONSUMED or units > reserved - shipped:
            continue
        reservation, changes = reservation.shipped({SHIRT: units}, place, NOON)
        shipped += units
        assert sum(change.on_hand for change in changes.values()) == -units
        assert sum(change.reserved for change in changes.values()) == -units
        assert sum(pick.consumed for pick in reservation.picks) == shipped
        assert sum(pick.open for pick in reservation.picks) == reserved - shipped
    assert (reservation.status is Status.CONSUMED) == (shipped == reserved)
