"""Products that no transaction holds: written in chunks, and seen whole or not at all."""

from typing import Any

import pytest

from functions.catalog import variants as variants_of
from functions.catalog.chunked.stage import stage
from functions.catalog.chunked.sweep import sweep_changes
from functions.catalog.chunked.under_way import LEASE, PARTITION, begin, begun
from functions.catalog.product import VARIANTS_SHOWN
from functions.catalog.table import SPEC, product_key
from shared import outbox
from shared.dynamo import commit, fetch, unwitnessed, update
from tests.catalog.chunked.shop import SIZES, Killed, a_large_shirt, is_at_rest, killed_after, rows, skus
from tests.catalog.shop import a_mug, a_product, a_size, admin, make, said, store
from tests.world import Clock

CALLS_MAX = 60
KEY = {"headers": {"Idempotency-Key": "k"}}

pytestmark = pytest.mark.usefixtures("world")


def shown(product_id: str) -> list[dict[str, Any]]:
    """All variants, page by page."""
    path, found, cursor = f"/admin/products/{product_id}/variants", [], None
    while True:
        page = admin("GET", path, query={"limit": "3", **({"cursor": cursor} if cursor else {})}).body
        found += page["data"]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            return found


def in_carts(ids: list[str]) -> dict[str, Any]:
    (found,) = fetch(variants_of(ids))
    return {each.id: (each.sku, dict(each.prices), each.title, each.is_active) for each in found.values()}


def events(product: dict[str, Any]) -> list[str]:
    ids = [each["id"] for each in product["variants"]]
    told = [each for variant_id in ids for each in outbox.history(SPEC, f"VARIANT#{variant_id}")]
    return [event["type"] for event in [*said(product["id"]), *told]]


def change_of(product: dict[str, Any]) -> dict[str, Any]:
    """A change of each of its variants: two trade their SKUs, one comes, one goes, all cost and are called other."""
    first, second, third, *others = product["variants"]
    price = {"prices": [{"currency": "USD", "amount": 1000}]}
    return {
        "title": "Shirt",
        "handle": "shirt",
        "options": [{"name": "Size", "values": [*SIZES, "XXL"]}],
        "variants": [
            {"id": first["id"], "sku": second["sku"], **price},
            {"id": second["id"], "sku": first["sku"], **price},
            {"id": third["id"], "status": "archived", **price},
            {"id": others[0]["id"], "sku": "new-sku", **price},
            *({"id": each["id"], **price} for each in others[1:]),
            a_size("XXL"),
        ],
    }


def test_a_product_in_chunks_is_as_one_that_is_written_at_once() -> None:
    answer = admin("POST", "/admin/products", a_large_shirt(), **KEY)
    assert answer.status == 201
    product = answer.body
    assert [each["options"]["Size"] for each in product["variants"]] == list(SIZES)
    assert admin("GET", f"/admin/products/{product['id']}").body == product
    assert shown(product["id"]) == product["variants"]
    assert is_at_rest()
    assert events(product) == ["product.updated"]
    assert set(skus().values()) == {each["id"] for each in product["variants"]}
    again = admin("POST", "/admin/products", a_large_shirt(), **KEY)
    assert (again.raw, again.headers["Idempotent-Replayed"]) == (answer.raw, "true")


def test_a_change_in_chunks_is_as_one_that_is_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    product = make(a_large_shirt())
    body = admin("PATCH", f"/admin/products/{product['id']}", change_of(product)).body
    first, second, fourth, fifth, new, gone = body["variants"]
    assert [each["sku"] for each in body["variants"]] == ["TS-S", "TS-XS", "new-sku", "TS-XL", "TS-XXL", "TS-M"]
    assert {each["title"] for each in (first, fourth)} == {"Shirt, XS", "Shirt, L"}
    assert (gone["status"], new["status"], body["version"]) == ("archived", "active", 2)
    assert shown(product["id"]) == body["variants"]
    assert is_at_rest()
    assert skus() == {each["sku"]: each["id"] for each in body["variants"]}
    assert {row["variant_id"]: row["sku"] for row in rows("VARIANT#") if row["sk"] == "STOCK"} == {
        each["id"]: each["sku"] for each in body["variants"]
    }
    assert events(body).count("price.changed") == len(SIZES)
    assert store("/store/products/t-shirt").status == 404
    shoppers = store("/store/products/shirt").body
    assert (shoppers["variants_count"], len(shoppers["variants"])) == (5, 5)
    assert fifth["id"] in {each["id"] for each in store("/store/products/shirt/variants").body["data"]}
    assert second["id"] == product["variants"][1]["id"]


def test_whoever_dies_after_any_call_of_making_leaves_all_or_nothing(world: Clock) -> None:
    """FAULTS 7"""
    for calls in range(1, CALLS_MAX):
        body = a_large_shirt(tuple(f"{each}{calls}" for each in SIZES), handle=f"shirt-{calls}")
        key = {"headers": {"Idempotency-Key": f"k{calls}"}}
        try:
            with killed_after(calls):
                admin("POST", "/admin/products", body, **key)
        except Killed:
            seen = store(f"/store/products/shirt-{calls}")
            staged = [row["pk"].removeprefix("VARIANT#") for row in rows("VARIANT#") if "next" in row]
            assert len(in_carts(staged)) == (len(staged) if seen.status == 200 else 0)
            if calls % 2:  # the sweeper comes first, or who asked asks again
                world.advance(seconds=LEASE.total_seconds() + 1)
                sweep_changes(world.now)
                assert is_at_rest()
            else:
                world.advance(seconds=26)
            again = admin("POST", "/admin/products", body, **key)
            assert again.status == 201
            assert shown(again.body["id"]) == again.body["variants"]
            world.advance(seconds=LEASE.total_seconds() + 1)
            sweep_changes(world.now)
            assert is_at_rest()
            made = {sku for sku in skus() if sku.endswith(tuple(f"{each}{calls}" for each in SIZES))}
            assert len(made) == len(SIZES)
        else:
            assert calls > 8
            return
    raise AssertionError("a product takes more calls than it should")


def test_whoever_dies_after_any_call_of_a_change_leaves_all_or_nothing(world: Clock) -> None:
    for calls in range(2, CALLS_MAX):
        marked = tuple(f"{each}{calls}" for each in SIZES)
        product = make(a_large_shirt(marked, handle=f"shirt-{calls}"))
        path, ids = f"/admin/products/{product['id']}", [each["id"] for each in product["variants"]]
        body = change_of(product)
        body |= {"handle": f"tee-{calls}", "options": [{"name": "Size", "values": [*marked, "XXL"]}]}
        body["variants"][3]["sku"] = f"new-{calls}"
        body["variants"][-1] = a_size("XXL", sku=f"XXL-{calls}")
        before = in_carts(ids)
        try:
            with killed_after(calls):
                admin("PATCH", path, body)
        except Killed:
            halfway = in_carts(ids)
            is_published = admin("GET", path).body["version"] == 2
            world.advance(seconds=LEASE.total_seconds() + 1)
            sweep_changes(world.now)
            assert is_at_rest()
            assert halfway == in_carts(ids)
            assert (halfway != before) == is_published
            owned = {each["sku"]: each["id"] for each in shown(product["id"])}
            assert {sku: owner for sku, owner in skus().items() if owner in owned.values()} == owned
            assert admin("PATCH", path, body | {"variants": body["variants"][:-1]}).status == 200
        else:
            assert calls > 10
            return
    raise AssertionError("a change takes more calls than it should")


def test_what_is_refused_half_way_leaves_nothing() -> None:
    make(a_mug(1, variants=[{"sku": "ts-xl"}]))
    answer = admin("POST", "/admin/products", a_large_shirt(), **KEY)
    assert (answer.status, answer.body["error"]["code"]) == (409, "sku_taken")
    assert is_at_rest()
    assert list(skus()) == ["ts-xl"]
    right = a_large_shirt(SIZES[:4])
    assert admin("POST", "/admin/products", right, **KEY).status == 201  # it kept nothing of the key either


def test_while_a_change_is_under_way_another_is_told_and_its_writer_s_end_lets_it_in(world: Clock) -> None:
    product = make(a_large_shirt())
    path = f"/admin/products/{product['id']}"
    commit(begin(begun(a_product(id=product["id"], version=2), "token", (), None, world.now)))
    answer = admin("PATCH", path, {"tags": ["new"]})
    assert (answer.status, answer.body["error"]["code"]) == (409, "product_being_written")
    world.advance(seconds=LEASE.total_seconds() + 1)
    assert admin("PATCH", path, {"tags": ["new"]}).status == 200
    assert not rows(PARTITION)


def test_a_change_for_a_version_that_is_no_more_is_refused() -> None:
    product = make(a_large_shirt())
    path = f"/admin/products/{product['id']}"
    answers = [admin("PATCH", path, {"title": each}, headers={"If-Match": '"1"'}).status for each in ("A", "B")]
    assert answers == [200, 412]
    assert {each["title"] for each in shown(product["id"])} == {f"A, {size}" for size in SIZES}


def test_another_change_meanwhile_wins_and_the_larger_one_decides_again(monkeypatch: pytest.MonkeyPatch) -> None:
    product = make(a_large_shirt())
    names, was_here = {"#version": "version"}, list[bool]()
    other = update(SPEC, product_key(product["id"]), "ADD #version :n", names=names, values={":n": 1})

    def meanwhile(*given: Any) -> Any:
        if not was_here:
            was_here.append(True)
            with unwitnessed():
                commit(other)
        return stage(*given)

    monkeypatch.setattr("functions.catalog.chunked.write.stage", meanwhile)
    answer = admin("PATCH", f"/admin/products/{product['id']}", {"title": "Shirt"})
    assert (answer.status, answer.body["version"]) == (200, 3)
    assert is_at_rest()


def test_a_page_shows_the_first_variants_and_tells_of_all() -> None:
    sizes = tuple(str(n) for n in range(VARIANTS_SHOWN + 3))
    product = make(a_large_shirt(sizes))
    assert (len(product["variants"]), product["variants_count"]) == (VARIANTS_SHOWN, len(sizes))
    assert [each["options"]["Size"] for each in shown(product["id"])] == list(sizes)
    last = shown(product["id"])[-1]
    found = admin("GET", "/admin/products", query={"sku": last["sku"].lower()}).body["data"]
    assert [each["id"] for each in found] == [product["id"]]
    changed = admin("PATCH", f"/admin/products/{product['id']}", {"variants": [{"id": last["id"], "weight_g": 7}]})
    assert changed.status == 200
    assert shown(product["id"])[-1]["weight_g"] == 7
