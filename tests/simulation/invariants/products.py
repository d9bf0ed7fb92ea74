"""I26: a product is seen whole, and at rest its rows, SKUs and stock records say the same of each variant."""

from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.books import Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

Wire = dict[str, Any]
OF_A_CHANGE = ("next", "next_of", "takes", "gives_up")


def is_beside(old: Wire, new: Wire) -> bool:
    """Whether a variant's row says what it said, and something else of what it is to become."""
    return "next_of" in {**old, **new} and _said(old) == _said(new)


def is_part(table: str, key: tuple[str, str]) -> bool:
    """Whether the row goes with its product's, which tells of the change that it is of."""
    pk, sk = key
    if table == "catalog":
        return pk == "WRITING" or pk.startswith(("VARIANT#", "HANDLE#"))
    return table == "inventory" and sk == "STOCK"


def check(world: "World", books: Books) -> None:
    """Once all is at rest."""
    catalog, inventory = books.tables["catalog"], books.tables["inventory"]
    for key in catalog:
        world.expect(key[0] != "WRITING", "I26", f"a change of {key[1]} is under way for ever")
    variants = {item["id"]: item for (_, sk), item in catalog.items() if sk == "VARIANT" and "id" in item}
    for (pk, sk), item in catalog.items():
        world.expect(sk != "VARIANT" or not set(OF_A_CHANGE) & set(item), "I26", f"{pk} says what it is to become")
        if sk == "PRODUCT":
            _look_at_product(world, item, variants)
    owners = {item["sku"]: item["variant_id"] for (pk, _), item in inventory.items() if pk.startswith("SKU#")}
    stock = (item for (_, sk), item in inventory.items() if sk == "STOCK" and "tracked_since" in item)
    kept = {item["variant_id"]: item["sku"] for item in stock}
    told = {item["sku"]: name for name, item in variants.items()}
    world.expect(owners == told, "I26", f"SKUs are {_differing(owners, told)} by their own rows, or by the variants'")
    named = {name: item["sku"] for name, item in variants.items()}
    world.expect(kept == named, "I26", f"stock is kept of {_differing(kept, named)}, or these are the variants")


def _look_at_product(world: "World", product: Item, variants: dict[str, Item]) -> None:
    its_own = {name for name, item in variants.items() if item["product_id"] == product["id"]}
    world.expect(its_own == set(product["variant_ids"]), "I26", f"{product['id']} names other variants than there are")
    for shown in product["variants"]:
        row = {name: value for name, value in variants.get(shown["id"], {}).items() if name in shown}
        world.expect(row == shown, "I26", f"{shown['id']} is another in its product's row than in its own")


def _differing(one: dict[str, str], other: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(set(one.items()) ^ set(other.items()))[:4]


def _said(item: Wire) -> Wire:
    return {name: value for name, value in item.items() if name not in OF_A_CHANGE and not name.startswith("_")}
