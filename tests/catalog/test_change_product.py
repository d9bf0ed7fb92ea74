"""Changing products through the admin API."""

from typing import Any

import pytest

from functions.catalog import variants as face_variants
from shared.dynamo import fetch
from tests.catalog.shop import Answer, a_mug, a_shirt, a_size, admin, make, put_on_shelf, said, store, transactions_made
from tests.world import Clock


def change(product: dict[str, Any], body: dict[str, Any], **more: Any) -> Answer:
    return admin("PATCH", f"/admin/products/{product['id']}", body, **more)


@pytest.fixture
def shirt(world: Clock) -> dict[str, Any]:
    return make(a_shirt(description="Soft.", collections=["summer"], tags=["cotton"], metadata={"fit": "slim"}))


def test_what_is_left_out_stays_as_it_is(shirt: dict[str, Any], world: Clock) -> None:
    world.advance(hours=1)
    answer = change(shirt, {"title": "Shirt"})
    titles = [{**variant, "title": variant["title"].replace("T-shirt", "Shirt")} for variant in shirt["variants"]]
    assert answer.body == {
        **shirt,
        "title": "Shirt",
        "variants": titles,
        "version": 2,
        "updated_at": "2026-11-22T13:00:00.000Z",
    }
    assert answer.headers["ETag"] == '"2"'
    assert admin("GET", f"/admin/products/{shirt['id']}").body == answer.body


def test_null_empties(shirt: dict[str, Any]) -> None:
    names = ("description", "collections", "tags", "metadata", "images")
    body = change(shirt, dict.fromkeys(names)).body
    assert [body[name] for name in names] == ["", [], [], {}, []]


@pytest.mark.parametrize("name", ["title", "handle", "status", "options", "variants"])
def test_null_cannot_empty_what_every_product_has(shirt: dict[str, Any], name: str) -> None:
    assert change(shirt, {name: None}).status == 422
    assert admin("GET", f"/admin/products/{shirt['id']}").body == shirt


def test_a_variant_is_changed_by_its_id_and_the_others_stay(shirt: dict[str, Any]) -> None:
    small, medium = shirt["variants"]
    prices = [{"currency": "EUR", "amount": 2199}, {"currency": "USD", "amount": 1999}]
    body = change(shirt, {"variants": [{"id": small["id"], "prices": prices, "barcode": "4006381333931"}]}).body
    assert body["variants"] == [{**small, "prices": prices, "barcode": "4006381333931"}, medium]


def test_a_price_change_is_told_of(shirt: dict[str, Any]) -> None:
    small = shirt["variants"][0]
    change(shirt, {"variants": [{"id": small["id"], "prices": [{"currency": "USD", "amount": 1999}]}]})
    kinds = [(event["type"], event["aggregate"]["version"]) for event in said(shirt["id"])]
    assert kinds == [("product.updated", 1), ("product.updated", 2), ("price.changed", 2)]
    assert said(shirt["id"])[-1]["data"] == {
        "product_id": shirt["id"],
        "variant_id": small["id"],
        "currency": "USD",
        "amount_before": 2499,
        "amount": 1999,
    }


def test_a_variant_without_id_is_added_and_stock_is_kept_of_it(shirt: dict[str, Any]) -> None:
    options = [{"name": "Size", "values": ["S", "M", "L"]}]
    body = change(shirt, {"options": options, "variants": [a_size("L")]}).body
    assert [variant["title"] for variant in body["variants"]] == ["T-shirt, S", "T-shirt, M", "T-shirt, L"]
    taken = admin("POST", "/admin/products", a_mug(1, variants=[{"sku": "TS-L"}]))
    assert taken.body["error"]["code"] == "sku_taken"


def test_a_variant_is_taken_off_and_comes_back(shirt: dict[str, Any]) -> None:
    small, medium = shirt["variants"]
    body = change(shirt, {"variants": [{"id": small["id"], "status": "archived"}]}).body
    assert body["variants"] == [medium, {**small, "status": "archived"}]
    assert [each["id"] for each in store(f"/store/products/{shirt['id']}").body["variants"]] == [medium["id"]]
    (found,) = fetch(face_variants([small["id"], medium["id"]]))
    assert [each.is_active for each in found.values()] == [False, True]
    back = change(shirt, {"variants": [{"id": small["id"], "status": "active"}]}).body
    assert back["variants"] == [medium, small]


def test_what_was_taken_off_keeps_its_sku_and_leaves_its_options(shirt: dict[str, Any]) -> None:
    small = shirt["variants"][0]
    change(shirt, {"variants": [{"id": small["id"], "status": "archived"}]})
    taken = change(shirt, {"variants": [a_size("S", sku="ts-s")]})
    assert (taken.status, taken.body["error"]["code"]) == (422, "sku_twice")
    again = change(shirt, {"variants": [a_size("S", sku="TS-S-2")]})
    assert [each["sku"] for each in again.body["variants"]] == ["TS-M", "TS-S-2", "TS-S"]
    back = change(shirt, {"variants": [{"id": small["id"], "status": "active"}]})
    assert (back.status, back.body["error"]["code"]) == (422, "options_wrong")


def test_what_was_taken_off_may_have_a_value_that_is_no_more(shirt: dict[str, Any]) -> None:
    small = shirt["variants"][0]
    only = [{"name": "Size", "values": ["M"]}]
    body = change(shirt, {"options": only, "variants": [{"id": small["id"], "status": "archived"}]}).body
    assert body["variants"][1]["title"] == "T-shirt, S"


def test_the_last_variant_of_what_is_sold_stays(shirt: dict[str, Any]) -> None:
    gone = [{"id": each["id"], "status": "archived"} for each in shirt["variants"]]
    answer = change(shirt, {"variants": gone})
    assert (answer.status, answer.body["error"]["code"]) == (422, "nothing_to_sell")
    assert change(shirt, {"variants": gone, "status": "draft"}).status == 200


def test_a_product_may_have_ten_options(shirt: dict[str, Any]) -> None:
    options = [{"name": f"Option {n}", "values": ["1"]} for n in range(10)]
    sized = {"sku": "TEN", "options": {each["name"]: "1" for each in options}}
    assert make({"title": "Ten", "options": options, "variants": [sized]})["variants"][0]["sku"] == "TEN"
    eleven = [*options, {"name": "Option 10", "values": ["1"]}]
    answer = admin("POST", "/admin/products", {"title": "Eleven", "options": eleven})
    assert (answer.status, answer.body["error"]["param"]) == (422, "options")


def test_an_added_variant_needs_a_sku(shirt: dict[str, Any]) -> None:
    answer = change(shirt, {"variants": [{"options": {"Size": "L"}}]})
    assert (answer.status, answer.body["error"]["param"]) == (422, "variants[0].sku")


def test_a_sku_can_be_corrected_and_the_old_one_is_free_again(shirt: dict[str, Any]) -> None:
    small = shirt["variants"][0]
    assert (
        change(shirt, {"variants": [{"id": small["id"], "sku": "TS-SMALL"}]}).body["variants"][0]["sku"] == "TS-SMALL"
    )
    assert make(a_mug(1, variants=[{"sku": "TS-S"}]))["variants"][0]["sku"] == "TS-S"
    assert change(shirt, {"variants": [{"id": small["id"], "sku": "TS-S"}]}).body["error"]["code"] == "sku_taken"


def test_two_variants_trade_skus_in_one_change(shirt: dict[str, Any]) -> None:
    small, medium = shirt["variants"]
    trade = [{"id": small["id"], "sku": medium["sku"]}, {"id": medium["id"], "sku": small["sku"]}]
    answer = change(shirt, {"variants": trade})
    assert [variant["sku"] for variant in answer.body["variants"]] == ["TS-M", "TS-S"]
    taken = admin("POST", "/admin/products", a_mug(1, variants=[{"sku": "ts-s"}])).body["error"]
    assert (taken["code"], taken["details"]) == ("sku_taken", {"sku": "ts-s", "variant_id": medium["id"]})


def test_a_new_variant_takes_the_sku_that_another_gives_up(shirt: dict[str, Any]) -> None:
    small = shirt["variants"][0]
    options = [{"name": "Size", "values": ["S", "M", "L"]}]
    moved = [{"id": small["id"], "sku": "ts-s"}, a_size("L", sku="TS-L")]
    assert [v["sku"] for v in change(shirt, {"options": options, "variants": moved}).body["variants"]] == [
        "ts-s",
        "TS-M",
        "TS-L",
    ]
    again = [{"id": small["id"], "sku": "TS-XS"}, {"options": {"Size": "XL"}, "sku": "TS-S"}]
    options[0]["values"] = ["S", "M", "L", "XL"]
    answer = change(shirt, {"options": options, "variants": again})
    assert [v["sku"] for v in answer.body["variants"]] == ["TS-XS", "TS-M", "TS-L", "TS-S"]


def test_a_sku_in_other_letters_is_refused_within_a_product_too(shirt: dict[str, Any]) -> None:
    answer = change(shirt, {"variants": [{"id": shirt["variants"][1]["id"], "sku": "ts-s"}]})
    assert (answer.status, answer.body["error"]["code"]) == (422, "sku_twice")


def test_a_new_handle_opens_the_product_and_the_old_one_no_more(shirt: dict[str, Any]) -> None:
    assert change(shirt, {"handle": "tee"}).body["handle"] == "tee"
    assert store("/store/products/tee").body["id"] == shirt["id"]
    assert store("/store/products/t-shirt").status == 404


def test_a_change_keeps_showing_what_is_available(shirt: dict[str, Any]) -> None:
    put_on_shelf({shirt["variants"][0]["id"]: 12})
    assert [variant["available"] for variant in change(shirt, {"title": "Shirt"}).body["variants"]] == [12, 0]


def test_of_two_admins_on_one_product_the_second_is_told(shirt: dict[str, Any]) -> None:
    first = change(shirt, {"title": "Shirt"}, headers={"If-Match": '"1"'})
    second = change(shirt, {"title": "Tee"}, headers={"If-Match": '"1"'})
    assert (first.status, second.status) == (200, 412)
    assert second.body["error"]["details"] == {"current_version": 2}
    assert admin("GET", f"/admin/products/{shirt['id']}").body["title"] == "Shirt"


def test_a_change_that_changes_nothing_says_nothing(shirt: dict[str, Any]) -> None:
    same = {"title": shirt["title"], "tags": shirt["tags"], "options": shirt["options"], "metadata": shirt["metadata"]}
    assert change(shirt, same).body == shirt
    assert len(said(shirt["id"])) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"price": 1}, "unknown_field"),
        ({"variants": [{"id": "var_x", "weight_g": 1}]}, "unknown_variant"),
        ({"variants": [{"id": "x" * 65}]}, "invalid_field"),
        ({"variants": [{"available": 5}]}, "unknown_field"),
        ({"options": []}, "options_wrong"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(shirt: dict[str, Any], body: dict[str, Any], code: str) -> None:
    answer = change(shirt, body)
    assert answer.status == 422
    assert code in answer.raw
    assert admin("GET", f"/admin/products/{shirt['id']}").body == shirt


def test_a_change_is_one_transaction_as_long_as_one_holds_it(world: Clock) -> None:
    """It holds a hundred writes: here the product, its news, 29 variants, two of the log, and the news of 67 prices."""
    sizes = [str(size) for size in range(29)]
    product = make(a_shirt(options=[{"name": "Size", "values": sizes}], variants=[a_size(size) for size in sizes]))
    sent = transactions_made()
    assert change(product, {"variants": priced_anew(product, 67)}).status == 200
    assert sent == [100]
    assert change(product, {"variants": priced_anew(product, 68, 2)}).body["version"] == 3
    assert len(sent) > 2


def priced_anew(product: dict[str, Any], prices: int, amount: int = 1) -> list[dict[str, Any]]:
    """Changes of all variants that set so many prices."""
    ids = [variant["id"] for variant in product["variants"]]
    placed = [(ids[n % len(ids)], ("USD", "EUR", "GBP")[n // len(ids)]) for n in range(prices)]
    return [
        {"id": id_, "prices": [{"currency": code, "amount": amount} for whose, code in placed if whose == id_]}
        for id_ in ids
    ]


def test_deleting_archives_and_doing_it_again_changes_nothing(shirt: dict[str, Any]) -> None:
    path = f"/admin/products/{shirt['id']}"
    first, again = admin("DELETE", path), admin("DELETE", path)
    assert (first.status, first.body["status"], first.body["version"]) == (200, "archived", 2)
    assert again.body == first.body
    assert store("/store/products/t-shirt").status == 404
    (found,) = fetch(face_variants([variant["id"] for variant in shirt["variants"]]))
    assert [variant.is_active for variant in found.values()] == [False, False]


def test_deleting_honors_if_match(shirt: dict[str, Any]) -> None:
    assert admin("DELETE", f"/admin/products/{shirt['id']}", headers={"If-Match": '"7"'}).status == 412


def test_an_archived_product_comes_back_as_a_draft_first(shirt: dict[str, Any]) -> None:
    admin("DELETE", f"/admin/products/{shirt['id']}")
    assert change(shirt, {"status": "active"}).body["error"]["code"] == "status_refused"
    assert change(shirt, {"status": "draft"}).status == 200
    assert change(shirt, {"status": "active"}).body["status"] == "active"


@pytest.mark.parametrize("product_id", ["prod_01JD0000000000000000000000", "x", "%00", "prod_" + "9" * 200])
def test_a_product_that_is_not_there_is_not_found(world: Clock, product_id: str) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        assert admin(method, f"/admin/products/{product_id}", "{}" if method == "PATCH" else None).status == 404
