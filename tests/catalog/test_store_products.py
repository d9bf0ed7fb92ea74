"""What shoppers and staff see of the catalog."""

from typing import Any

import pytest

from functions.catalog import ProductSummary, Variant, products, variants
from shared.dynamo import fetch
from tests.catalog.shop import a_mug, a_shirt, admin, calls_made, make, put_on_shelf, store
from tests.world import Clock


@pytest.fixture
def five_mugs(world: Clock) -> list[str]:
    """The ids of five mugs, newest first."""
    ids: list[str] = []
    for number in range(1, 6):
        world.advance(seconds=1)
        ids.insert(0, make(a_mug(number, collections=["odd"] if number % 2 else ["even", "all"]))["id"])
    return ids


def listed(path: str, ask: Any = store, **query: Any) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    while True:
        answer = ask(path, query=query)
        assert answer.status == 200, answer.body
        found += [product["id"] for product in answer.body["data"]]
        if not answer.body["has_more"]:
            return found
        query["cursor"] = answer.body["next_cursor"]


def staff(path: str, **more: Any) -> Any:
    return admin("GET", path, **more)


def test_products_for_sale_come_newest_first_page_by_page(five_mugs: list[str]) -> None:
    for limit in (1, 2, 5, 20):
        assert listed("/store/products", limit=limit) == five_mugs


def test_a_collection_lists_its_own(five_mugs: list[str]) -> None:
    assert listed("/store/products", collection="odd", limit=2) == five_mugs[::2]
    assert listed("/store/products", collection="even") == five_mugs[1::2]
    assert listed("/store/products", collection="none") == []


def test_the_store_shows_only_what_is_for_sale(five_mugs: list[str]) -> None:
    admin("DELETE", f"/admin/products/{five_mugs[0]}")
    admin("PATCH", f"/admin/products/{five_mugs[2]}", {"status": "draft"})
    assert listed("/store/products") == [five_mugs[1], five_mugs[3], five_mugs[4]]
    assert listed("/store/products", collection="odd") == [five_mugs[4]]
    for hidden in (five_mugs[0], five_mugs[2]):
        assert store(f"/store/products/{hidden}").status == 404


def test_what_comes_back_is_in_its_collections_again(five_mugs: list[str]) -> None:
    admin("PATCH", f"/admin/products/{five_mugs[0]}", {"status": "draft"})
    admin("PATCH", f"/admin/products/{five_mugs[0]}", {"status": "active", "collections": ["new"]})
    assert listed("/store/products", collection="odd") == [five_mugs[2], five_mugs[4]]
    assert listed("/store/products", collection="new") == [five_mugs[0]]


def test_staff_see_all_products_or_those_of_a_status(five_mugs: list[str]) -> None:
    admin("DELETE", f"/admin/products/{five_mugs[0]}")
    assert listed("/admin/products", staff, limit=2) == five_mugs
    assert listed("/admin/products", staff, status="archived") == five_mugs[:1]
    assert listed("/admin/products", staff, status="active", limit=3) == five_mugs[1:]
    assert listed("/admin/products", staff, status="draft") == []


def test_a_list_shows_prices_and_what_is_available(world: Clock) -> None:
    shirt = make(a_shirt())
    put_on_shelf({shirt["variants"][0]["id"]: 3})
    (product,) = store("/store/products").body["data"]
    assert [(variant["in_stock"], variant["prices"][0]["amount"]) for variant in product["variants"]] == [
        (True, 2499),
        (False, 2499),
    ]


def test_a_product_opens_by_its_id_and_by_its_handle(world: Clock) -> None:
    shirt = make(a_shirt())
    by_id, by_handle = store(f"/store/products/{shirt['id']}"), store("/store/products/t-shirt")
    assert by_id.body == by_handle.body
    assert by_id.body["title"] == shirt["title"]
    assert by_id.headers["ETag"].startswith('"1-')


@pytest.mark.parametrize(
    "query", [{"collection": "A B"}, {"status": "draft"}, {"limit": "0"}, {"limit": "101"}, {"cursor": "x.y"}]
)
def test_a_wrong_parameter_is_refused(world: Clock, query: dict[str, str]) -> None:
    assert store("/store/products", query=query).status == 400


def test_a_cursor_is_good_for_its_own_list_only(five_mugs: list[str]) -> None:
    cursor = store("/store/products", query={"limit": 1}).body["next_cursor"]
    assert store("/store/products", query={"cursor": cursor, "collection": "odd"}).status == 400
    assert staff("/admin/products", query={"cursor": cursor}).status == 400


def test_a_page_costs_three_calls_whatever_its_length(five_mugs: list[str]) -> None:
    variants = [store(f"/store/products/{mug}").body["variants"][0]["id"] for mug in five_mugs]
    put_on_shelf(dict.fromkeys(variants, 1))
    calls = calls_made()
    assert len(store("/store/products").body["data"]) == len(five_mugs)
    assert calls == ["Query", "BatchGetItem", "BatchGetItem"]


def test_checkout_reads_variants_by_id_and_misses_those_that_are_not_there(world: Clock) -> None:
    shirt = make(a_shirt())
    small = shirt["variants"][0]
    (found,) = fetch(variants([small["id"], "var_x", small["id"]]))
    assert found == {
        small["id"]: Variant(
            id=small["id"],
            product_id=shirt["id"],
            sku="TS-S",
            title="T-shirt, S",
            prices={"USD": 2499},
            weight_g=180,
            is_active=True,
            options={"Size": "S"},
            handle="t-shirt",
            shown_title="T-shirt, S",
        )
    }


def test_reports_read_the_names_of_products(world: Clock) -> None:
    shirt = make(a_shirt())
    (found,) = fetch(products([shirt["id"], "prod_x"]))
    assert found == {shirt["id"]: ProductSummary(shirt["id"], "T-shirt", "t-shirt")}
