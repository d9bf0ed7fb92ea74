"""Reading what staff did: by whom, to what, of what kind, when, page by page."""

from typing import Any

import pytest

from shared import audit
from shared.dynamo import commit
from tests.in_process import InProcessShop, answer_to, request_event

HOME = "198.51.100.7"


def read(shop: InProcessShop, query: str = "", **how: Any) -> Any:
    status, body, _ = shop.admin("GET", f"/admin/audit{query}", **how)
    assert status == 200, body
    return body


def rename(shop: InProcessShop, location: str, name: str, **more: Any) -> str:
    """A location gets another name; gives the id of the request."""
    event = request_event("PATCH", f"/admin/locations/{location}", f'{{"name": "{name}"}}', {}, **more)
    status, _, headers = answer_to(event)
    assert status == 200
    return headers["request-id"]


def by(key_id: str) -> dict[str, Any]:
    return {"scopes": "inventory:write", "key_id": key_id, "ip": HOME}


def test_an_entry_tells_who_did_what_when_and_from_where(shop: InProcessShop) -> None:
    location = shop.a_location()
    shop.clock.advance(minutes=1)
    request_id = rename(shop, location, "Annex", **by("key_ANN"))
    (entry, _) = read(shop)["data"]
    assert entry["changes"].keys() == {"name"}
    assert entry["changes"]["name"]["after"] == "Annex"
    assert entry | {"changes": {}} == {
        "id": request_id.replace("req", "aud"),
        "object": "audit_entry",
        "created_at": "2026-11-22T12:01:00.000Z",
        "actor": {"type": "key", "id": "key_ANN"},
        "action": "location.update",
        "object_id": location,
        "changes": {},
        "left_out": 0,
        "reason": None,
        "approved_by": None,
        "approval_id": None,
        "request_id": request_id,
        "address": HOME,
    }


def test_no_address_is_shown_after_ninety_days_though_its_row_is_still_there(shop: InProcessShop) -> None:
    rename(shop, shop.a_location(), "Annex", **by("key_ANN"))
    shop.clock.advance(days=90, seconds=-1)
    assert read(shop, "?actor=key_ANN")["data"][0]["address"] == HOME
    shop.clock.advance(seconds=1)
    assert read(shop, "?actor=key_ANN")["data"][0]["address"] is None


def test_what_an_operator_did_is_the_operators(shop: InProcessShop) -> None:
    key = shop.run("access.issue_key", {"name": "till", "scopes": ["orders:read"]})
    (entry,) = read(shop, "?actor=operator")["data"]
    assert (entry["actor"], entry["action"]) == ({"type": "operator", "id": "operator"}, "api_key.issue")
    assert (entry["object_id"], entry["address"]) == (key["id"], None)
    assert entry["changes"]["scopes"] == {"before": None, "after": ["orders:read"]}


@pytest.fixture
def places(shop: InProcessShop) -> list[str]:
    """Two locations, each renamed by Ann and Bob, a minute apart."""
    made = []
    for _ in range(2):
        shop.clock.advance(minutes=1)
        made.append(place := shop.a_location())
        for key_id in ("key_ANN", "key_BOB"):
            shop.clock.advance(minutes=1)
            rename(shop, place, f"{key_id}'s", **by(key_id))
    return made


def test_filters_hold_together_whichever_leads(shop: InProcessShop, places: list[str]) -> None:
    def names(query: str) -> list[tuple[str, str]]:
        return [(entry["object_id"], entry["actor"]["id"]) for entry in read(shop, f"?{query}")["data"]]

    first, second = places
    assert names("actor=key_ANN") == [(second, "key_ANN"), (first, "key_ANN")]
    assert names(f"object={first}&action=location.update") == [(first, "key_BOB"), (first, "key_ANN")]
    assert names(f"object={first}&actor=key_BOB") == [(first, "key_BOB")]
    assert names("action=location.create") == [(second, "key_TEST"), (first, "key_TEST")]
    assert names("actor=key_ANN&action=location.create") == []
    assert names("created_at[gt]=2026-11-22T12:02:00Z&created_at[lte]=2026-11-22T12:05:00Z") == [
        (second, "key_ANN"),
        (second, "key_TEST"),
        (first, "key_BOB"),
    ]


def test_pages_follow_each_other_without_a_gap(shop: InProcessShop, places: list[str]) -> None:
    whole = [entry["id"] for entry in read(shop)["data"]]
    assert whole == sorted(whole, reverse=True)
    assert len(whole) == 6
    seen: list[str] = []
    cursor = ""
    while len(seen) < len(whole):
        page = read(shop, f"?limit=4{cursor}")
        seen += [entry["id"] for entry in page["data"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["has_more"]) == (whole, False)


@pytest.mark.parametrize("query", ["actor=Ann", "object=order-1", "action=cancel", "created_at[gte]=today"])
def test_a_filter_that_no_entry_can_have_is_named(shop: InProcessShop, query: str) -> None:
    status, body, _ = shop.admin("GET", f"/admin/audit?{query}")
    assert (status, body["error"]["param"]) == (400, query.partition("=")[0])


def test_a_request_has_one_entry_whatever_is_tried(shop: InProcessShop) -> None:
    done = audit.Deed("key_ANN", "location.update", "req_01M81J18G0HXP51CMC3C3NQVAN", HOME)
    commit(*done.on("loc_1"))
    with pytest.raises(Exception, match="being changed"):
        commit(*done.on("loc_1"))


def test_an_orders_timeline_names_who_caused_what(shop: InProcessShop) -> None:
    variant, option = shop.a_variant(), shop.a_shipping_option()
    _, completed, _ = shop.complete(shop.a_cart(variant, option))
    shop.pay(completed)
    shop.pump()
    order = completed["order"]
    parcel = {"location_id": shop.levels(variant)[0]["location_id"], "notify_customer": False}
    parcel |= {"items": [{"line_item_id": order["items"][0]["id"], "quantity": 1}]}
    status, sent, _ = shop.admin("POST", f"/admin/orders/{order['id']}/fulfillments", parcel)
    assert status == 201, sent
    shop.admin("POST", f"/admin/fulfillments/{sent['id']}/deliver")
    shop.admin("POST", "/admin/refunds", {"order_id": order["id"], "amount": 100})
    shop.pump()
    _, told, _ = shop.admin("GET", f"/admin/orders/{order['id']}/timeline")
    actors = {entry["type"]: entry["actor"] and entry["actor"]["id"] for entry in told["data"]}
    assert actors["payment.captured"] is actors["order.placed"] is None
    staff = ("fulfillment.shipped", "fulfillment.delivered", "refund.requested", "refund.sent", "refund.succeeded")
    assert {actors[each] for each in staff if each in actors} == {"key_TEST"}
    assert len([each for each in staff if each in actors]) >= 4
