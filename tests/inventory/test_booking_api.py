"""Receipts and adjustments, over HTTP."""

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest

from functions import inventory
from functions.inventory import shortfalls
from functions.inventory.table import SPEC, movement_pk
from functions.inventory.views import ADJUSTED_MAX, ENTRIES_MAX
from shared.aws import client
from shared.dynamo import commit
from shared.outbox import history
from tests.inventory.shop import MUG, SHIRT, adjust, call, hold, level, open_location, plan, receive, track
from tests.world import NOON, Clock

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
        ("count", -6, "on_hand", 5),
        ("damaged", -6, "on_hand", 5),
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


@pytest.mark.parametrize("reason", ["count", "lost", "correction", "damaged"])
def test_less_than_is_set_aside_is_booked_and_the_orders_are_named(berlin: str, reason: str) -> None:
    receive(SHIRT, berlin, 5)
    for order_id in ("order_1", "order_2"):
        hold(order_id, {SHIRT: 2})
    commit(*inventory.release(hold("order_3", {SHIRT: 1}), NOON))
    receive(MUG, berlin, 1)
    hold("order_4", {MUG: 1})
    answer = adjust(SHIRT, berlin, -3, reason)
    assert (answer.status, answer.body["shortfalls"]) == (
        201,
        [
            {
                "variant_id": SHIRT,
                "location_id": berlin,
                "short": 2,
                "order_ids": ["order_2", "order_1"],
                "has_more": False,
            }
        ],
    )
    adjusted, short = history(SPEC, movement_pk(answer.body["movements"][0]["id"]))
    assert (adjusted["type"], short["type"]) == ("inventory.adjusted", "inventory.shortfall")
    assert short["data"] == answer.body["shortfalls"][0]
    is_damaged = reason == "damaged"
    assert level(SHIRT, berlin) == {
        "on_hand": 5 if is_damaged else 2,
        "reserved": 4,
        "damaged": 3 if is_damaged else 0,
        "available": 0,
    }
    with pytest.raises(inventory.InsufficientStock):
        plan({SHIRT: 1})


def test_a_shelf_that_is_short_stays_so_until_more_comes(berlin: str) -> None:
    receive(SHIRT, berlin, 3)
    hold("order_1", {SHIRT: 3})
    assert adjust(SHIRT, berlin, -2).body["shortfalls"][0]["short"] == 2
    assert adjust(SHIRT, berlin, -1).body["shortfalls"][0]["short"] == 3
    answer = call("POST", RECEIPTS, a_receipt(berlin))
    assert (answer.body["shortfalls"], level(SHIRT, berlin)["available"]) == ([], 2)
    assert adjust(SHIRT, berlin, -2).body["shortfalls"] == []


def test_a_count_into_the_safety_stock_leaves_no_order_short(berlin: str) -> None:
    receive(SHIRT, berlin, 5)
    hold("order_1", {SHIRT: 2})
    call("PATCH", f"/admin/inventory/levels/{SHIRT}/{berlin}", {"safety_stock": 2})
    answer = adjust(SHIRT, berlin, -3)
    assert (answer.status, answer.body["shortfalls"]) == (201, [])


def test_more_orders_than_can_be_named_are_told_of(berlin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortfalls, "ORDERS_MAX", 2)
    receive(SHIRT, berlin, 3)
    for i in range(3):
        hold(f"order_{i}", {SHIRT: 1})
    (short,) = adjust(SHIRT, berlin, -3).body["shortfalls"]
    assert (short["order_ids"], short["has_more"]) == (["order_2", "order_1"], True)


def before_the_next_write(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Somebody is faster: acts after what was read, and before what is written."""
    dynamodb = client("dynamodb")
    write = dynamodb.transact_write_items

    def act_and_write(**request: Any) -> Any:
        monkeypatch.setattr(dynamodb, "transact_write_items", write)
        Context().run(act)  # by a machine of its own
        return write(**request)

    monkeypatch.setattr(dynamodb, "transact_write_items", act_and_write)


def test_stock_sold_while_it_is_counted_is_known_to_be_short(berlin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(SHIRT, berlin, 2)
    before_the_next_write(monkeypatch, lambda: hold("order_1", {SHIRT: 2}))
    (short,) = adjust(SHIRT, berlin, -1).body["shortfalls"]
    assert (short["short"], short["order_ids"]) == (1, ["order_1"])


def test_stock_given_back_while_it_is_counted_is_short_for_nobody(berlin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    receive(SHIRT, berlin, 3)
    reservation = hold("order_1", {SHIRT: 3})
    before_the_next_write(monkeypatch, lambda: commit(*inventory.release(reservation, NOON)))
    assert adjust(SHIRT, berlin, -1).body["shortfalls"] == []
    assert level(SHIRT, berlin) == {"on_hand": 2, "reserved": 0, "damaged": 0, "available": 2}


def test_the_largest_adjustment_fits_into_one_commit(world: Clock) -> None:
    variants = [f"var_{i}" for i in range(ADJUSTED_MAX)]
    track(*variants)
    location = open_location()
    for i, variant in enumerate(variants):
        receive(variant, location, 1)
        hold(f"order_{i}", {variant: 1})
    items = [{"variant_id": each, "location_id": location, "delta": -1, "reason": "count"} for each in variants]
    answer = call("POST", ADJUSTMENTS, {"items": items})
    assert (answer.status, len(answer.body["shortfalls"])) == (201, ADJUSTED_MAX)
    assert call("POST", ADJUSTMENTS, {"items": [*items, items[0]]}).status == 422


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
