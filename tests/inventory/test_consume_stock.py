"""A shipment takes an order's stock off the shelf."""

import pytest

from functions import inventory
from functions.inventory import InsufficientStock, NotAllowed, Status
from shared.dynamo import commit
from shared.errors import Stale
from tests.inventory.shop import SHIRT, adjust, call, hold, hold_paid, level, open_location, receive, reserved
from tests.world import NOON


def test_a_shipment_leaves_the_shelf_and_is_in_the_book(berlin: str) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1", by="key_1"))
    assert level(SHIRT, berlin) == {"on_hand": 2, "reserved": 1, "damaged": 0, "available": 1}
    sale = call("GET", "/admin/inventory/movements", query={"variant_id": SHIRT}).body["data"]
    told = [(row["kind"], row["delta"], row["reference"], row["by"]) for row in sale if row["kind"] == "sale"]
    assert told == [("sale", -3, "ful_1", "key_1")]
    commit(*inventory.consume(reserved("order_1"), {SHIRT: 1}, berlin, NOON, "ful_2"))
    assert reserved("order_1").status is Status.CONSUMED
    assert level(SHIRT, berlin) == {"on_hand": 1, "reserved": 0, "damaged": 0, "available": 1}


def test_what_is_not_paid_does_not_ship(berlin: str) -> None:
    with pytest.raises(NotAllowed):
        inventory.consume(hold("order_1", {SHIRT: 1}), {SHIRT: 1}, berlin, NOON, "ful_1")


def test_the_same_shipment_twice_leaves_once(berlin: str) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    with pytest.raises(Stale):
        commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    assert level(SHIRT, berlin)["on_hand"] == 2


def test_what_a_count_did_not_find_does_not_ship(berlin: str) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    adjust(SHIRT, berlin, -3)
    with pytest.raises(InsufficientStock) as refused:
        commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    assert refused.value.details["items"] == [{"variant_id": SHIRT, "requested": 3, "available": 2}]
    commit(*inventory.consume(reservation, {SHIRT: 2}, berlin, NOON, "ful_1"))
    assert level(SHIRT, berlin) == {"on_hand": 0, "reserved": 2, "damaged": 0, "available": 0}


def test_what_is_short_at_one_shelf_may_ship_from_another(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    reservation = hold_paid("order_1", {SHIRT: 4})
    adjust(SHIRT, berlin, -4)
    receive(SHIRT, paris, 4)
    commit(*inventory.consume(reservation, {SHIRT: 4}, paris, NOON, "ful_1"))
    assert level(SHIRT, berlin) == {"on_hand": 1, "reserved": 0, "damaged": 0, "available": 1}


@pytest.mark.parametrize("restock", [True, False])
def test_a_release_gives_back_only_what_has_not_shipped(berlin: str, restock: bool) -> None:
    reservation = hold_paid("order_1", {SHIRT: 4})
    commit(*inventory.consume(reservation, {SHIRT: 3}, berlin, NOON, "ful_1"))
    commit(*inventory.release(reserved("order_1"), NOON, restock=restock))
    sold = {"on_hand": 2, "reserved": 0, "damaged": 0, "available": 2}
    assert level(SHIRT, berlin) == (sold if restock else {**sold, "damaged": 1, "available": 1})


def test_a_shipment_from_elsewhere_frees_what_was_planned(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    receive(SHIRT, paris, 3)
    commit(*inventory.consume(hold_paid("order_1", {SHIRT: 3}), {SHIRT: 2}, paris, NOON, "ful_1"))
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 1, "damaged": 0, "available": 4}
    assert level(SHIRT, paris) == {"on_hand": 1, "reserved": 0, "damaged": 0, "available": 1}


def test_a_shipment_from_elsewhere_takes_only_what_is_free_there(berlin: str) -> None:
    paris = open_location("Paris", priority=2)
    reservation = hold_paid("order_1", {SHIRT: 3})
    receive(SHIRT, paris, 3)
    hold("order_2", {SHIRT: 3})
    for location, available in ((paris, 0), (open_location("Empty"), 0)):
        with pytest.raises(InsufficientStock) as refused:
            commit(*inventory.consume(reservation, {SHIRT: 2}, location, NOON, "ful_1"))
        assert refused.value.details["items"] == [{"variant_id": SHIRT, "requested": 2, "available": available}]
    assert level(SHIRT, berlin)["reserved"] == 3
