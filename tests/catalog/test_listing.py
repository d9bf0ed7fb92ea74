"""Lists of products: sorted, filtered, told only what is for whom, and never dear."""

from typing import Any

import pytest

from functions import inventory
from functions.catalog.store import variants, wholes
from functions.inventory import Level, Location
from functions.inventory.handlers.watch_levels import watch
from functions.inventory.location import Directory
from functions.inventory.table import SPEC as INVENTORY
from functions.inventory.table import directory_item, level_item
from shared.dynamo import commit, create, fetch
from shared.dynamo.values import to_wire
from tests.catalog.shop import a_mug, a_shirt, a_size, admin, calls_made, make, put_on_shelf, store, transactions_made
from tests.catalog.test_store_products import listed, staff
from tests.world import Clock

TITLES = ("Œuf", "apple", "Zebra", "Ähre", "apple")


@pytest.fixture
def five(world: Clock) -> list[str]:
    """The ids of five products, oldest first, of one collection and by turns of another."""
    ids: list[str] = []
    for number, title in enumerate(TITLES):
        collections = ["all", "odd"] if number % 2 else ["all"]
        ids.append(make(a_mug(number, title=title, handle=f"h-{number}", collections=collections))["id"])
        world.advance(days=1)
    return ids


def test_products_are_sorted_by_age_and_by_title_in_pages_of_any_size(five: list[str]) -> None:
    by_title = [five[3], five[1], five[4], five[0], five[2]]  # Ahre, apple, apple, Oeuf, Zebra
    for limit in (1, 2, 20):
        for path, ask in (("/store/products", store), ("/admin/products", staff)):
            assert listed(path, ask, limit=limit, sort="created_at") == five
            assert listed(path, ask, limit=limit, sort="-created_at") == five[::-1]
            assert listed(path, ask, limit=limit, sort="title") == by_title
            assert listed(path, ask, limit=limit, sort="-title") == by_title[::-1]
        assert listed("/store/products", limit=limit, collection="odd", sort="title") == [five[3], five[1]]
        assert listed("/admin/products", staff, limit=limit, status="active", sort="title") == by_title


@pytest.mark.parametrize("sort", ["price", "-price", "updated_at", "created_at,title", ""])
def test_what_cannot_be_sorted_by_is_refused_with_what_can(world: Clock, sort: str) -> None:
    for ask, path in ((store, "/store/products"), (staff, "/admin/products")):
        error = ask(path, query={"sort": sort}).body["error"]
        assert (error["code"], error["param"]) == ("invalid_parameter", "sort")
        assert all(name in error["message"] for name in ("created_at", "-created_at", "title", "-title"))


def test_a_new_title_takes_its_new_place_everywhere(five: list[str]) -> None:
    admin("PATCH", f"/admin/products/{five[3]}", {"title": "Zoo"})
    moved = [five[1], five[4], five[0], five[2], five[3]]
    assert listed("/store/products", sort="title") == listed("/admin/products", staff, sort="title") == moved
    assert listed("/store/products", sort="title", collection="all") == moved


def test_staff_filter_by_status_collection_time_sku_and_handle(five: list[str]) -> None:
    admin("PATCH", f"/admin/products/{five[1]}", {"status": "draft"})
    for limit in (1, 2, 20):
        assert listed("/admin/products", staff, limit=limit, collection="odd") == [five[3], five[1]]
        assert listed("/admin/products", staff, limit=limit, collection="odd", status="draft") == [five[1]]
        days = {"created_at[gte]": "2026-11-23", "created_at[lte]": "2026-11-24"}
        assert listed("/admin/products", staff, limit=limit, **days) == [five[2], five[1]]
        assert listed("/admin/products", staff, limit=limit, sort="title", **days) == [five[1], five[2]]
        assert listed("/admin/products", staff, limit=limit, status="active", **days) == [five[2]]
    assert listed("/admin/products", staff, sku="mug-3") == [five[3]]
    assert listed("/admin/products", staff, sku="MUG-3", status="draft") == []
    assert listed("/admin/products", staff, handle="h-2") == [five[2]]
    assert listed("/admin/products", staff, handle="h-2", sku="MUG-3") == []
    assert listed("/admin/products", staff, sku="MUG-33") == listed("/admin/products", staff, handle="none") == []


def test_staff_find_products_by_words_that_begin_words_of_the_title_in_latin_letters(five: list[str]) -> None:
    shirt = make(a_shirt(title="Blue T-shirt, Ärmel lang", status="draft"))["id"]
    for limit in (1, 2, 20):
        assert listed("/admin/products", staff, limit=limit, q="APP") == [five[1], five[4]]
        assert listed("/admin/products", staff, limit=limit, q="app", sort="-title") == [five[4], five[1]]
        assert listed("/admin/products", staff, limit=limit, q="shi blu") == [shirt]
    assert listed("/admin/products", staff, q="arm") == listed("/admin/products", staff, q="Ärmel") == [shirt]
    assert listed("/admin/products", staff, q="oeuf") == listed("/admin/products", staff, q="œuf") == [five[0]]
    assert listed("/admin/products", staff, q="pple") == listed("/admin/products", staff, q="blue mug") == []
    assert listed("/admin/products", staff, q="!?") == []
    assert listed("/admin/products", staff, q="t", status="active") == []
    assert listed("/admin/products", staff, q="app", collection="odd") == [five[1]]
    admin("PATCH", f"/admin/products/{five[1]}", {"title": "Pear"})
    assert listed("/admin/products", staff, q="app") == [five[4]]
    assert staff("/admin/products", query={"q": ""}).body["error"]["param"] == "q"


def test_products_are_read_by_their_ids_in_the_order_asked(five: list[str]) -> None:
    nobody = "prod_" + "0" * 26
    asked = [five[2], nobody, five[4], five[2], five[0]]
    for limit in (1, 2, 20):
        assert listed("/admin/products", staff, limit=limit, ids=",".join(asked)) == [five[2], five[4], five[0]]
        assert listed("/admin/products", staff, limit=limit, ids=",".join(asked), q="app") == [five[4]]
    assert listed("/admin/products", staff, ids=",".join([*five, *[nobody] * 95])) == five
    for wrong in ("", ",", f"{five[0]},", "order_" + "0" * 26, ",".join([nobody] * 101)):
        assert staff("/admin/products", query={"ids": wrong}).body["error"]["param"] == "ids"


def test_a_whole_sku_finds_its_product_first_and_once(five: list[str]) -> None:
    named = make(a_mug(9, title="mug-3 lookalike"))["id"]
    own = make(a_mug(8, title="MUG-8"))["id"]
    for limit in (1, 2, 20):
        assert listed("/admin/products", staff, limit=limit, q="mug-3") == [five[3], named]
        assert listed("/admin/products", staff, limit=limit, q="mug-8") == [own]


def test_a_page_looks_at_so_many_titles_and_the_next_goes_on_from_there(
    five: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.catalog.find_products.LOOKED_MAX", 2)
    monkeypatch.setattr("functions.catalog.find_products.LOOKED_AT_ONCE", 1)
    assert listed("/admin/products", staff, q="z") == [five[2]]
    first = staff("/admin/products", query={"q": "z"}).body
    assert (first["data"], first["has_more"]) == ([], True)


def test_collections_are_those_that_have_something_for_sale(five: list[str]) -> None:
    def shown() -> dict[str, int]:
        data = store("/store/collections").body["data"]
        return {each["handle"]: each["products_count"] for each in data}

    assert shown() == {"all": 5, "odd": 2}
    admin("PATCH", f"/admin/products/{five[1]}", {"status": "draft"})
    admin("DELETE", f"/admin/products/{five[3]}")
    assert shown() == {"all": 3}
    admin("PATCH", f"/admin/products/{five[1]}", {"status": "active", "collections": ["new", "odd"]})
    assert shown() == {"all": 3, "new": 1, "odd": 1}
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 1}
    while True:
        page = store("/store/collections", query=query).body
        seen += [each["handle"] for each in page["data"]]
        if not page["has_more"]:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == ["all", "new", "odd"]


def test_the_largest_product_with_all_its_collections_still_fits_into_one_commit(world: Clock) -> None:
    values = [str(n) for n in range(29)]
    sizes = [a_size(value) for value in values]
    sent = transactions_made()
    body = a_shirt(options=[{"name": "Size", "values": values}], variants=sizes, collections=list("abcde"))
    answer = admin("POST", "/admin/products", body, headers={"Idempotency-Key": "k"})
    assert answer.status == 201, answer.body
    assert sent == [99]


def test_the_store_shows_what_is_for_shoppers(world: Clock) -> None:
    kept = {"metadata": {"supplier": "Acme, 40 % off"}, "public_metadata": {"care": "30 °C"}}
    shirt = make(a_shirt(**kept))
    assert (shirt["metadata"], shirt["public_metadata"]) == (kept["metadata"], kept["public_metadata"])
    one = store(f"/store/products/{shirt['id']}")
    (many,) = store("/store/products").body["data"]
    for shown in (one.body, many):
        assert shown["public_metadata"] == {"care": "30 °C"}
        assert "metadata" not in shown
    assert "Acme" not in one.raw
    changed = admin("PATCH", f"/admin/products/{shirt['id']}", {"public_metadata": None}).body
    assert (changed["metadata"], changed["public_metadata"]) == (kept["metadata"], {})


@pytest.mark.parametrize(("setting", "numbers"), [(None, [None, None]), ("false", [None, None]), ("true", [3, 0])])
def test_how_many_there_are_is_told_where_the_shop_wants_it(
    world: Clock, monkeypatch: pytest.MonkeyPatch, setting: str | None, numbers: list[int | None]
) -> None:
    if setting:
        monkeypatch.setenv("SHOWS_STOCK", setting)
    shirt = make(a_shirt())
    put_on_shelf({shirt["variants"][0]["id"]: 3})
    for shown in (store("/store/products").body["data"][0], store("/store/products/t-shirt").body):
        assert [variant["in_stock"] for variant in shown["variants"]] == [True, False]
        assert [variant["available"] for variant in shown["variants"]] == numbers
    (shown,) = admin("GET", "/admin/products").body["data"]
    assert [variant["available"] for variant in shown["variants"]] == [3, 0]


def test_a_withdrawn_product_s_new_title_is_in_no_page(five: list[str]) -> None:
    admin("PATCH", f"/admin/products/{five[1]}", {"status": "draft", "title": "Secret successor"})
    for answer in (
        store("/store/products"),
        store("/store/products", query={"collection": "odd"}),
        store("/store/products", query={"sort": "title"}),
    ):
        assert answer.status == 200
        assert "Secret" not in answer.raw
    assert store("/store/products/h-1").status == 404


def a_full_shop(products: int, places: int) -> list[str]:
    """The ids of the variants of so many products of 29, each with a unit at each of so many locations."""
    locations = tuple(Location(f"loc_{n}", f"L{n}", "DE", priority=n, is_active=n > 0) for n in range(places))
    commit(create(INVENTORY, directory_item(Directory(locations, 1))))
    values = [str(n) for n in range(29)]
    made_ids: list[str] = []
    for n in range(products):
        sizes = [a_size(value, sku=f"S{n}-{value}") for value in values]
        made = make(a_shirt(handle=f"s-{n}", options=[{"name": "Size", "values": values}], variants=sizes))
        made_ids += [variant["id"] for variant in made["variants"]]
    return made_ids


def change(before: Level | None, after: Level) -> None:
    """Show the watcher what became of a level."""
    images = {"NewImage": to_wire(level_item(after))} | ({"OldImage": to_wire(level_item(before))} if before else {})
    watch({"Keys": to_wire({name: level_item(after)[name] for name in ("pk", "sk")}), **images})


def test_a_page_of_many_variants_at_many_places_is_a_handful_of_calls(world: Clock) -> None:
    """20 products of 29 variants at 50 locations: one item a variant, and not the 29,000 levels."""
    made = a_full_shop(products=20, places=50)
    for place in ("loc_0", "loc_1", "loc_2"):
        change(None, Level(made[0], place, on_hand=2, available=2, version=1))
    calls = calls_made()
    data = store("/store/products", query={"sort": "created_at"}).body["data"]
    assert len(calls) == 1 + 1 + 6  # the index, the products with the locations, 580 variants' stock
    assert [variant["in_stock"] for variant in data[0]["variants"]] == [True] + [False] * 28
    shown = admin("GET", "/admin/products", query={"sort": "created_at"}).body["data"][0]["variants"][0]
    assert shown["available"] == 4  # at the two that are open


def test_the_dearest_page_has_a_bound(world: Clock) -> None:
    """A hundred products of 29: the index, two reads of products and locations, and 30 of the stock."""
    places = tuple(Location(f"loc_{n}", f"L{n}", "DE", priority=n, is_active=True) for n in range(50))
    calls = calls_made()
    fetch(inventory.stock_shown([f"var_{n}" for n in range(3000)], places))
    assert len(calls) == 30


def test_what_is_available_follows_the_levels_whatever_the_stream_repeats_or_turns_round(world: Clock) -> None:
    places = tuple(Location(f"loc_{n}", f"L{n}", "DE", priority=n, is_active=True) for n in range(301))
    steps = [
        Level("var_1", "loc_0", on_hand=n, available=n, version=version) for version, n in ((1, 5), (2, 3), (3, 8))
    ]
    commit(create(INVENTORY, {"pk": "VARIANT#var_1", "sk": "STOCK", "variant_id": "var_1", "sku": "S", "version": 1}))

    def shown() -> int:
        (levels,) = fetch(inventory.stock_shown(["var_1"], places))
        return levels.available("var_1")

    assert shown() == 0
    change(None, steps[0])
    assert shown() == 5
    change(steps[1], steps[2])
    change(steps[0], steps[1])  # late
    change(steps[1], steps[2])  # again
    assert shown() == 8
    change(None, Level("var_1", "loc_7", on_hand=4, available=4, version=1))
    assert shown() == 12


def test_the_product_s_item_and_its_variants_own_agree(five: list[str]) -> None:
    admin("PATCH", f"/admin/products/{five[0]}", {"title": "Egg"})
    admin("PATCH", f"/admin/products/{five[1]}", {"status": "draft"})
    for product_id in five:
        (found,) = fetch(wholes([product_id]))
        whole = found[product_id]
        (own,) = fetch(variants(whole.product.variant_ids))
        assert tuple(own.values()) == whole.variants
