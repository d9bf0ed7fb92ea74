"""Receipts and adjustments, over HTTP."""

from typing import Any

import pytest

from functions.inventory.table import SPEC, movement_pk
from functions.inventory.views import ENTRIES_MAX
from shared.outbox import history
from tests.inventory.shop import MUG, SHIRT, adjust, call, hold, level, open_location, receive, track
from tests.world import Clock

RECEIPTS = "/admin/inventory/receipts"
ADJUSTMENTS = "/admin/inventory/adjustments"


@pytest.fixture
def berlin(world: Clock) -> str:
    """A location, in a shop that has shirts and mugs."""
    track(SHIRT, MUG)
    return open_location()


def a_receipt(location: str, **more: Any) -> dict[str, Any]:
    return {"items": [{"variant_id": SHIRT, "location_id": location, "quantity": 5}], **more}


def test_what_comes_in_can_be_sold(berlin: str) -> None:
    answer = call("POST", RECEIPTS, a_receipt(berlin, reference="PO-7", note="two boxes"))
    assert answer.status == 201
    (movement,) = answer.body["movements"]
    assert movement | {"id": ""} == {
        "id": "",
        "variant_id": SHIRT,
        "location_id": berlin,
        "kind": "receipt",
        "delta": 5,
        "on_hand_delta": 5,
        "reason": None,
        "note": "two boxes",
        "reference": "PO-7",
        "by": "key_TEST",
        "created_at": "2026-11-22T12:00:00.000Z",
    }
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 0, "damaged": 0, "available": 5}


def test_each_item_is_told_once(berlin: str) -> None:
    (movement,) = call("POST", RECEIPTS, a_receipt(berlin)).body["movements"]
    (news,) = history(SPEC, movement_pk(movement["id"]))
    assert (news["type"], news["aggregate"]) == (
        "inventory.adjusted",
        {"type": "movement", "id": movement["id"], "version": 1},
    )
    assert news["data"] == {
        "movement_id": movement["id"],
        "variant_id": SHIRT,
        "location_id": berlin,
        "delta": 5,
        "reason": "receipt",
    }


def test_items_of_one_level_move_it_together(berlin: str) -> None:
    items = [{"variant_id": SHIRT, "location_id": berlin, "quantity": n} for n in (2, 3)]
    answer = call("POST", RECEIPTS, {"items": items})
    assert [each["delta"] for each in answer.body["movements"]] == [2, 3]
    (row,) = call("GET", "/admin/inventory/levels").body["data"]
    assert (row["on_hand"], row["version"]) == (5, 1)


def test_the_largest_booking_fits_into_one_commit(world: Clock) -> None:
    variants = [f"var_{i}" for i in range(ENTRIES_MAX)]
    track(*variants)
    location = open_location()
    items = [{"variant_id": each, "location_id": location, "quantity": 1} for each in variants]
    assert call("POST", RECEIPTS, {"items": items}).status == 201
    assert call("POST", RECEIPTS, {"items": [*items, items[0]]}).status == 422


def test_the_same_booking_sent_again_is_answered_alike_and_booked_once(berlin: str) -> None:
    first, again = (call("POST", RECEIPTS, a_receipt(berlin), key="k") for _ in range(2))
    assert (first.status, first.raw) == (again.status, again.raw)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert level(SHIRT, berlin)["on_hand"] == 5
    other = call("POST", RECEIPTS, a_receipt(berlin, note="other"), key="k")
    assert (other.status, other.body["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_replay_is_answered_even_where_it_would_be_refused_now(berlin: str) -> None:
    receive(SHIRT, berlin, 1)
    first, again = (adjust(SHIRT, berlin, -1, key="k") for _ in range(2))
    assert (first.status, first.raw) == (again.status, again.raw) == (201, first.raw)


def test_a_booking_needs_a_key(berlin: str) -> None:
    answer = call("POST", RECEIPTS, a_receipt(berlin), key=None)
    assert (answer.status, answer.body["error"]["code"]) == (400, "idempotency_key_required")


@pytest.mark.parametrize(("reason", "delta"), [("count", 2), ("found", 2), ("count", -2), ("lost", -2), ("other", -5)])
def test_most_reasons_change_what_is_on_hand(berlin: str, reason: str, delta: int) -> None:
    receive(SHIRT, berlin, 5)
    answer = adjust(SHIRT, berlin, delta, reason)
    assert answer.body["movements"][0]["on_hand_delta"] == delta
    assert level(SHIRT, berlin) == {"on_hand": 5 + delta, "reserved": 0, "damaged": 0, "available": 5 + delta}


def test_damaged_goods_stay_until_they_are_disposed_of(berlin: str) -> None:
    receive(SHIRT, berlin, 5)
    assert adjust(SHIRT, berlin, -3, "damaged").body["movements"][0]["on_hand_delta"] == 0
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 0, "damaged": 3, "available": 2}
    adjust(SHIRT, berlin, 1, "damaged")
    assert level(SHIRT, berlin) == {"on_hand": 5, "reserved": 0, "damaged": 2, "available": 3}
    assert adjust(SHIRT, berlin, -2, "disposed").body["movements"][0]["on_hand_delta"] == -2
    assert level(SHIRT, berlin) == {"on_hand": 3, "reserved": 0, "damaged": 0, "available": 3}


@pytest.mark.parametrize(
    ("reason", "delta", "bucket", "available"),
    [
        ("count", -4, "available", 3),
        ("damaged", -4, "available", 3),
        ("damaged", 3, "damaged", 2),
        ("disposed", -3, "damaged", 2),
    ],
)
def test_what_is_not_there_cannot_be_taken_away(
    berlin: str, reason: str, delta: int, bucket: str, available: int
) -> None:
    receive(SHIRT, berlin, 7)
    hold("order_1", {SHIRT: 2})
    adjust(SHIRT, berlin, -2, "damaged")
    before = level(SHIRT, berlin)
    answer = adjust(SHIRT, berlin, delta, reason)
    assert (answer.status, answer.body["error"]["code"]) == (409, "insufficient_stock")
    assert answer.body["error"]["details"]["items"] == [
        {
            "variant_id": SHIRT,
            "location_id": berlin,
            "bucket": bucket,
            "requested": abs(delta),
            "available": available,
        }
    ]
    assert level(SHIRT, berlin) == before


def test_nothing_can_be_taken_from_where_nothing_ever_was(berlin: str) -> None:
    answer = adjust(SHIRT, berlin, -1)
    assert (answer.status, answer.body["error"]["details"]["items"][0]["available"]) == (409, 0)


def test_of_an_adjustment_all_is_booked_or_nothing(berlin: str) -> None:
    receive(SHIRT, berlin, 5)
    items = [
        {"variant_id": SHIRT, "location_id": berlin, "delta": 4, "reason": "count"},
        {"variant_id": MUG, "location_id": berlin, "delta": -1, "reason": "count"},
    ]
    assert call("POST", ADJUSTMENTS, {"items": items}).status == 409
    assert level(SHIRT, berlin)["on_hand"] == 5


def test_an_unknown_variant_or_location_is_named(berlin: str) -> None:
    good = {"variant_id": SHIRT, "location_id": berlin, "quantity": 1}
    for field, code in (("variant_id", "unknown_variant"), ("location_id", "unknown_location")):
        answer = call("POST", RECEIPTS, {"items": [good, good | {field: "x_NONE"}]})
        assert answer.status == 422
        assert (answer.body["error"]["code"], answer.body["error"]["param"]) == (code, f"items[1].{field}")
    assert call("GET", "/admin/inventory/levels").body["data"] == []


WRONG_RECEIVED: list[dict[str, Any]] = [
    *({"quantity": quantity} for quantity in (0, -1, 10**9, 1.0, "1", None)),
    *({"variant_id": variant_id} for variant_id in ("", "a#b", "x" * 65, "a\n", None, 7)),
    {"sku": "SHIRT"},
]
WRONG_ADJUSTED: list[dict[str, Any]] = [
    *({"delta": delta} for delta in (0, -(10**9), True, "1")),
    *({"reason": reason} for reason in ("theft", "", None)),
    {"quantity": 1},
]
WRONG_BODIES: list[dict[str, Any]] = [{"items": []}, {"items": None}, {"items": {}}, {"items": [7]}, {}]
WRONG_RECEIPTS: list[dict[str, Any]] = [{"note": "x" * 5001}, {"reference": "a\nb"}, {"by": "key_OTHER"}]


def test_bookings_in_a_wrong_form_are_refused(berlin: str) -> None:
    receipt = a_receipt(berlin)
    adjusted = {"variant_id": SHIRT, "location_id": berlin, "delta": 1, "reason": "count"}
    wrong = [
        *((RECEIPTS, {"items": [receipt["items"][0] | change]}) for change in WRONG_RECEIVED),
        *((RECEIPTS, receipt | change) for change in [*WRONG_BODIES[:-1], *WRONG_RECEIPTS]),
        *((ADJUSTMENTS, {"items": [adjusted | change]}) for change in WRONG_ADJUSTED),
        *((ADJUSTMENTS, body) for body in WRONG_BODIES),
    ]
    assert [call("POST", path, body).status for path, body in wrong] == [422] * len(wrong)
    assert call("POST", RECEIPTS, '{"items":').status == 400
    assert call("GET", "/admin/inventory/movements").body["data"] == []
