"""What one caller may hold without paying for it, and that all of it is free again whatever becomes of the orders."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.orders.table import SPEC
from functions.orders.unpaid import Hold, Unpaid, UnpaidLimits
from shared.errors import RateLimited
from shared.settings import read_settings
from shared.signing import fingerprint
from tests.calls import counted
from tests.in_process import InProcessShop
from tests.world import NOON, SECRETS

UNTIL = "2026-11-22T12:30:00.000Z"
EDGE = {"Origin_Verify": SECRETS["origin_secret"]}
WHO_BY_DEFAULT = "192.0.2.1"


def test_ten_completions_of_five_from_one_address_do_not_empty_a_shelf_of_fifty(shop: InProcessShop) -> None:
    """FAULTS 99"""
    variant, option = shop.a_variant(units=50), shop.a_shipping_option()
    answers = [shop.complete(shop.a_cart(variant, option, 5)) for _ in range(10)]
    assert [status for status, _, _ in answers] == [201] * 5 + [429] * 5
    _, body, headers = answers[-1]
    assert (body["error"]["code"], body["error"]["details"]) == ("rate_limited", {"limit": "unpaid_units"})
    assert 0 < int(headers["retry-after"]) <= 30 * 60
    assert shop.available(variant) == 25


def test_what_was_refused_is_there_for_others_and_leaves_nothing_behind(shop: InProcessShop) -> None:
    """FAULTS 99"""
    variant, option = shop.a_variant(units=50), shop.a_shipping_option()
    for _ in range(5):
        assert shop.complete(shop.a_cart(variant, option, 5))[0] == 201
    cart = shop.a_cart(variant, option, 5)
    assert shop.complete(cart)[0] == 429
    assert shop.call("GET", f"/store/carts/{cart['id']}", Cart_Token=cart["token"])[1]["status"] == "open"
    assert complete_from(shop, "203.0.113.9:443", shop.a_cart(variant, option, 5))[0] == 201
    assert len(held(shop)) == 5


def test_a_shopper_alone_may_take_the_last_units_and_a_whole_shelf(shop: InProcessShop) -> None:
    variant, option = shop.a_variant(units=50), shop.a_shipping_option()
    assert shop.complete(shop.a_cart(variant, option, 50))[0] == 201
    assert shop.available(variant) == 0


def test_who_lets_orders_lapse_gets_a_share_from_the_first_one_on(shop: InProcessShop) -> None:
    variant, option = shop.a_variant(units=50), shop.a_shipping_option()
    for _ in range(3):
        assert shop.complete(shop.a_cart(variant, option, 50))[0] == 201
        shop.clock.advance(minutes=31)
        shop.run("orders.expire_unpaid")
    status, _, headers = shop.complete(shop.a_cart(variant, option, 50))
    assert (status, int(headers["retry-after"]) > 3600) == (429, True)
    assert shop.complete(shop.a_cart(variant, option, 25))[0] == 201
    shop.clock.advance(days=1)
    shop.run("orders.expire_unpaid")
    assert shop.complete(shop.a_cart(variant, option, 50))[0] == 201


@pytest.mark.parametrize("end", ["paid", "expired", "canceled"])
def test_however_an_order_ends_its_caller_holds_it_no_more(shop: InProcessShop, end: str) -> None:
    variant, option = shop.a_variant(units=10), shop.a_shipping_option()
    status, completed, _ = shop.complete(shop.a_cart(variant, option, 2))
    assert (status, held(shop)) == (201, {completed["order"]["id"]: {variant: 2}})
    _end(shop, completed, end)
    shop.pump(times=2)
    assert held(shop) == {}
    assert shop.item(SPEC, f"ORDER#{completed['order']['id']}", "ORDER")["held_by"] is None


def _end(shop: InProcessShop, completed: Any, end: str) -> None:
    match end:
        case "paid":
            shop.pay(completed)
        case "expired":
            shop.clock.advance(minutes=31)
            shop.run("orders.expire_unpaid")
        case _:
            path = f"/admin/orders/{completed['order']['id']}/cancel"
            assert shop.admin("POST", path, {"reason": "customer"})[0] == 200


def test_the_counter_names_nobody_and_ends_a_month_after_the_order_was_to_be_paid(shop: InProcessShop) -> None:
    shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
    item = shop.item(SPEC, f"UNPAID#{fingerprint('unpaid', WHO_BY_DEFAULT)}", "UNPAID")
    assert WHO_BY_DEFAULT not in repr(item)
    assert "jane" not in repr(item)
    assert item["ttl"] == (datetime.fromisoformat(UNTIL) + timedelta(days=30)).timestamp()


def test_counting_costs_no_call_more(shop: InProcessShop) -> None:
    cart = shop.a_cart(shop.a_variant(), shop.a_shipping_option())
    with counted() as calls:
        assert shop.complete(cart)[0] == 201
    assert calls["BatchGetItem"] == 2
    assert sum(calls.values()) == 4, calls


def test_only_so_many_unpaid_orders_beside_each_other(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNPAID_ORDERS", "2")
    read_settings.cache_clear()
    variant, option = shop.a_variant(units=100), shop.a_shipping_option()
    answers = [shop.complete(shop.a_cart(variant, option)) for _ in range(3)]
    assert [status for status, _, _ in answers] == [201, 201, 429]


def test_orders_with_nothing_to_pay_are_counted_by_address_and_by_mailbox(shop: InProcessShop) -> None:
    """FAULTS 99"""
    variant, option = shop.a_variant(units=50, price=0), shop.a_shipping_option(amount=0)
    assert [_free(shop, variant, option, "jane@example.com", n) for n in range(6)][-2:] == [201, 429]
    assert _free(shop, variant, option, "Jane+more@example.com", 6) == 429
    assert _free(shop, variant, option, "john@example.com", 7) == 201


def _free(shop: InProcessShop, variant: str, option: str, email: str, caller: int) -> int:
    cart = shop.a_cart(variant, option)
    path = f"/store/carts/{cart['id']}/email"
    assert shop.call("PUT", path, {"email": email}, Cart_Token=cart["token"])[0] == 200
    return int(complete_from(shop, f"203.0.113.{caller}:443", cart)[0])


def test_carts_are_counted_by_address(shop: InProcessShop, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAULTS 99"""
    monkeypatch.setenv("CARTS_PER_HOUR", "2")
    read_settings.cache_clear()
    new = {"currency": "USD"}
    answers = [shop.call("POST", "/store/carts", new) for _ in range(3)]
    assert [status for status, _, _ in answers] == [201, 201, 429]
    assert answers[-1][1]["error"]["details"] == {"limit": "carts"}
    assert 0 < int(answers[-1][2]["retry-after"]) <= 3600
    elsewhere = {**EDGE, "CloudFront_Viewer_Address": "203.0.113.9:443"}
    assert shop.call("POST", "/store/carts", new, **elsewhere)[0] == 201
    shop.clock.advance(hours=1)
    assert shop.call("POST", "/store/carts", new)[0] == 201


def test_a_cart_that_is_refused_leaves_no_trace(shop: InProcessShop) -> None:
    items = [{"variant_id": "var_00000000000000000000000000"}]
    with counted() as calls:
        assert shop.call("POST", "/store/carts", {"currency": "USD", "items": items})[0] == 422
    assert set(calls) == {"BatchGetItem"}


def complete_from(shop: InProcessShop, viewer: str, cart: Any) -> Any:
    """Complete a cart by way of the edge."""
    body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
    headers = {"Cart_Token": cart["token"], "Idempotency_Key": cart["id"], "CloudFront_Viewer_Address": viewer}
    return shop.call("POST", f"/store/carts/{cart['id']}/complete", body, **EDGE, **headers)


def held(shop: InProcessShop, address: str = WHO_BY_DEFAULT) -> dict[str, Any]:
    """What an address holds, by order."""
    item = shop.item(SPEC, f"UNPAID#{fingerprint('unpaid', address)}", "UNPAID")
    return {name.removeprefix("hold_"): hold["units"] for name, hold in item.items() if name.startswith("hold_")}


LIMITS = UnpaidLimits(unpaid_orders=3, unpaid_units=40)


@pytest.mark.parametrize(
    ("held_units", "wanted", "on_sale", "is_allowed"),
    [
        ([], 9000, 9000, True),  # whoever holds nothing
        ([5], 5, 5, True),  # the floor: the last units of a small shelf
        ([5], 6, 95, True),
        ([20], 10, 40, True),  # half of 60
        ([20], 11, 40, False),
        ([10, 10], 21, 1000, False),  # 41 units
        ([1, 1, 1], 1, 1000, False),  # a fourth order
    ],
)
def test_a_share_beside_what_is_held(held_units: list[int], wanted: int, on_sale: int, is_allowed: bool) -> None:
    holds = tuple(Hold(f"order_{n}", {"var_1": units}, UNTIL) for n, units in enumerate(held_units))
    unpaid = Unpaid("who", holds=holds)
    if is_allowed:
        unpaid.require_room({"var_1": wanted}, {"var_1": on_sale}, LIMITS, NOON)
        return
    with pytest.raises(RateLimited) as refused:
        unpaid.require_room({"var_1": wanted}, {"var_1": on_sale}, LIMITS, NOON)
    assert refused.value.retry_after_s == 1800


def test_who_let_orders_lapse_has_room_again_when_the_day_is_over() -> None:
    unpaid = Unpaid("who", lapses={"2026-11-22": LIMITS.unpaid_lapses})
    with pytest.raises(RateLimited) as refused:
        unpaid.require_room({"var_1": 9000}, {"var_1": 9000}, LIMITS, NOON)
    assert refused.value.retry_after_s == 12 * 3600
    unpaid.require_room({"var_1": 9000}, {"var_1": 9000}, LIMITS, NOON + timedelta(hours=12))
