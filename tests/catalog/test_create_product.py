"""Making products through the admin API."""

from typing import Any

import pytest

from functions.catalog.product import COLLECTIONS_MAX, VARIANTS_MAX
from tests.catalog.shop import a_mug, a_shirt, a_size, admin, make, said, store, transactions_made

pytestmark = pytest.mark.usefixtures("world")


def test_a_product_is_answered_as_it_was_made() -> None:
    answer = admin(
        "POST", "/admin/products", a_shirt(collections=["summer"], tags=["cotton"], metadata={"fit": "slim"})
    )
    product = answer.body
    assert answer.status == 201
    assert answer.headers["ETag"] == '"1"'
    assert (product["handle"], product["status"], product["version"]) == ("t-shirt", "active", 1)
    assert product["variants"][1] == {
        "id": product["variants"][1]["id"],
        "object": "variant",
        "sku": "TS-M",
        "title": "T-shirt, M",
        "options": {"Size": "M"},
        "prices": [{"currency": "USD", "amount": 2499}],
        "weight_g": 180,
        "barcode": None,
        "status": "active",
        "available": 0,
    }
    assert admin("GET", f"/admin/products/{product['id']}").body == product


def test_a_new_product_is_a_draft_unless_asked_for() -> None:
    assert make({"title": "Idea"})["status"] == "draft"


def test_a_new_product_is_told_of_once_and_its_first_prices_are_no_change() -> None:
    product = make(a_shirt())
    (event,) = said(product["id"])
    assert (event["type"], event["data"]["status"]) == ("product.updated", "active")
    assert event["data"]["variant_ids"] == [variant["id"] for variant in product["variants"]]


def test_the_same_request_with_the_same_key_makes_one_product() -> None:
    first = admin("POST", "/admin/products", a_shirt(), headers={"Idempotency-Key": "k1"})
    again = admin("POST", "/admin/products", a_shirt(), headers={"Idempotency-Key": "k1"})
    assert again.raw == first.raw
    assert again.headers["Idempotent-Replayed"] == "true"
    other = admin("POST", "/admin/products", a_shirt(title="Other"), headers={"Idempotency-Key": "k1"})
    assert (other.status, other.body["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_handle_belongs_to_one_product() -> None:
    make(a_mug(1))
    answer = admin("POST", "/admin/products", a_mug(2, handle="mug-1"))
    assert (answer.status, answer.body["error"]["code"]) == (409, "handle_taken")


@pytest.mark.parametrize("title", ["Łopata", "T" * 255, "🍵", "Кружка"])
def test_a_handle_that_nobody_asked_for_never_refuses_a_product(title: str) -> None:
    handles = [make({"title": title})["handle"] for _ in range(6)]
    assert len(set(handles)) == 6
    assert all(handle.startswith(handles[0][:80]) for handle in handles)
    assert handles[1:3] == [f"{handles[0][:98].rstrip('-')}-{n}" for n in (2, 3)]


def test_a_derived_handle_gives_way_to_one_that_was_asked_for() -> None:
    make({"title": "First", "handle": "mug"})
    assert make({"title": "Mug"})["handle"] == "mug-2"
    answer = admin("POST", "/admin/products", {"title": "Mug", "handle": "mug"})
    assert (answer.status, answer.body["error"]["code"]) == (409, "handle_taken")


def test_a_product_whose_handle_was_tried_twice_is_replayed_as_it_was_made() -> None:
    make({"title": "Mug"})
    first = admin("POST", "/admin/products", {"title": "Mug"}, headers={"Idempotency-Key": "k"})
    again = admin("POST", "/admin/products", {"title": "Mug"}, headers={"Idempotency-Key": "k"})
    assert (first.body["handle"], again.raw) == ("mug-2", first.raw)


def test_a_taken_sku_is_told_though_the_handle_is_derived_anew() -> None:
    make(a_mug(1))
    answer = admin("POST", "/admin/products", a_mug(1))
    assert (answer.status, answer.body["error"]["code"]) == (409, "sku_taken")
    assert len(admin("GET", "/admin/products").body["data"]) == 1


def test_a_sku_belongs_to_one_variant_of_the_shop() -> None:
    make(a_mug(1))
    answer = admin("POST", "/admin/products", a_mug(1, handle="other"))
    assert (answer.status, answer.body["error"]["code"]) == (409, "sku_taken")
    assert store("/store/products/other").status == 404


def test_the_largest_product_that_fits_one_transaction_is_made_by_one() -> None:
    sent = transactions_made()
    sizes = [str(size) for size in range(29)]
    body = a_shirt(
        options=[{"name": "Size", "values": sizes}],
        variants=[a_size(size) for size in sizes],
        collections=[f"c{n}" for n in range(COLLECTIONS_MAX)],
    )
    answer = admin("POST", "/admin/products", body, headers={"Idempotency-Key": "k"})
    assert answer.status == 201, answer.body
    assert sent == [99]  # and a variant more would take three
    assert len(store("/store/products/t-shirt").body["variants"]) == len(sizes)


def test_an_empty_barcode_is_none() -> None:
    (variant,) = make({"title": "Hat", "variants": [{"sku": "H", "barcode": ""}]})["variants"]
    assert variant["barcode"] is None


WRONG: dict[str, tuple[dict[str, Any], str | None]] = {
    "no title": ({"title": ""}, "title"),
    "a title of spaces": ({"title": "  "}, "title"),
    "a title of a space of no width": ({"title": "\u200b"}, "title"),
    "a title of a hard space": ({"title": "\u00a0"}, "title"),
    "a title of accents of nothing": ({"title": "\u0301\u0300"}, "title"),
    "a title of joiners and directions": ({"title": "\u200d\u200e\u2066\ufeff"}, "title"),
    "a title of letters that are blank": ({"title": "\u3164\u2800"}, "title"),
    "an option without a name": ({"options": [{"name": "\u200b", "values": ["S", "M"]}]}, "options[0].name"),
    "a value of nothing": ({"options": [{"name": "Size", "values": [" "]}]}, "options[0].values[0]"),
    "an image with a user": ({"images": ["https://a@example.com/a.jpg"]}, "images[0]"),
    "metadata with a control character": ({"metadata": {"a": "b\u0007"}}, "metadata.a"),
    "5 KB of metadata": ({"metadata": {str(n): "é" * 250 for n in range(10)}}, "metadata"),
    "a title of no text": ({"title": 5}, "title"),
    "a handle with capitals": ({"handle": "T-Shirt"}, "handle"),
    "a handle of 101 characters": ({"handle": "a" * 101}, "handle"),
    "born archived": ({"status": "archived"}, "status"),
    "no such status": ({"status": "sold"}, "status"),
    "active without variants": ({"variants": []}, "status"),
    "an unknown field": ({"price": 1}, "price"),
    "the server's own field": ({"version": 7}, "version"),
    "an http image": ({"images": ["http://example.com/a.jpg"]}, "images[0]"),
    "a collection twice": ({"collections": ["a", "a"]}, "collections"),
    "six collections": ({"collections": list("abcdef")}, "collections"),
    "a tag of nothing": ({"tags": [""]}, "tags[0]"),
    "a tag of hard spaces": ({"tags": ["\u00a0\u200b"]}, "tags[0]"),
    "metadata of numbers": ({"metadata": {"a": 1}}, "metadata.a"),
    "an option without values": ({"options": [{"name": "Size", "values": []}]}, "options[0].values"),
    "an option twice": ({"options": [{"name": "Size", "values": ["S", "M"]}] * 2}, "options"),
    "a variant without its option": ({"variants": [a_size("S", options={})]}, "variants[0].options"),
    "a value that is not listed": ({"variants": [a_size("XL")]}, "variants[0].options"),
    "two variants alike": ({"variants": [a_size("S"), a_size("S", sku="B")]}, "variants[1].options"),
    "a SKU twice": ({"variants": [a_size("S"), a_size("M", sku="TS-S")]}, "variants[1].sku"),
    "a SKU with a space": ({"variants": [a_size("S", sku="A B")]}, "variants[0].sku"),
    "a negative price": (
        {"variants": [a_size("S", prices=[{"currency": "USD", "amount": -1}])]},
        "variants[0].prices[0].amount",
    ),
    "a price with decimals": (
        {"variants": [a_size("S", prices=[{"currency": "USD", "amount": 1.5}])]},
        "variants[0].prices[0].amount",
    ),
    "a price as text": (
        {"variants": [a_size("S", prices=[{"currency": "USD", "amount": "1"}])]},
        "variants[0].prices[0].amount",
    ),
    "a price of 39 digits": (
        {"variants": [a_size("S", prices=[{"currency": "USD", "amount": 10**38}])]},
        "variants[0].prices[0].amount",
    ),
    "no such currency": (
        {"variants": [a_size("S", prices=[{"currency": "XXX", "amount": 1}])]},
        "variants[0].prices[0].currency",
    ),
    "a currency twice": (
        {"variants": [a_size("S", prices=[{"currency": "USD", "amount": 1}] * 2)]},
        "variants[0].prices",
    ),
    "a negative weight": ({"variants": [a_size("S", weight_g=-1)]}, "variants[0].weight_g"),
    "an id of the client's": ({"variants": [a_size("S", id="var_1")]}, "variants[0].id"),
    "2049 variants": ({"variants": [{"sku": "A"}] * (VARIANTS_MAX + 1)}, "variants"),
}


def test_what_cannot_be_a_product_is_refused_and_changes_nothing() -> None:
    for name, (changed, param) in WRONG.items():
        answer = admin("POST", "/admin/products", a_shirt(**changed))
        assert (answer.status, answer.body["error"]["param"]) == (422, param), name
    assert admin("GET", "/admin/products").body["data"] == []


def test_writing_takes_the_scope_of_writing() -> None:
    assert admin("POST", "/admin/products", a_mug(), scopes="products:read").status == 403
    assert admin("GET", "/admin/products", scopes="orders:read").status == 403
