"""What is found, and in which order."""

import pytest

from tests.search.shop import search, searchable, titles
from tests.world import Clock


def a_good(title: str, price: int = 1000, **more: object) -> dict[str, object]:
    sku = more.pop("sku", title.encode("ascii", "ignore").decode().upper().replace(" ", "-"))
    variant = {"sku": sku, "prices": [{"currency": "EUR", "amount": price}]}
    return {"title": title, "status": "active", "variants": [variant], **more}


@pytest.fixture
def shop(world: Clock) -> None:
    searchable(
        world,
        a_good("Ocean Blue Shirt", 5000, tags=["men"], description="Cotton with a narrow collar & buttons <b>."),
        a_good("Red wooden lamp", 8000, sku="LMP-RED/2", collections=["home"]),
        a_good("Wanderschuhe für Damen", 12000, tags=["Damen"]),
        a_good("Schuhe aus Leder", 9000),
        a_good("Grüne Häuser", 700),
        a_good("Tea cup", 600),
        a_good("Blue T-shirts", 2000, tags=["men", "sale"]),
    )


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("shirt", "Blue T-shirts"),
        ("ocean shirt", "Ocean Blue Shirt"),
        ("wodden lmap", "Red wooden lamp"),
        ("LMP RED 2", "Red wooden lamp"),
        ("lmp-red", "Red wooden lamp"),
        ("wanderschuh", "Wanderschuhe für Damen"),
        ("haus", "Grüne Häuser"),
        ("gruene haeuser", "Grüne Häuser"),
        ("teacup", "Tea cup"),
        ("tshirt", "Blue T-shirts"),
        ("oce", "Ocean Blue Shirt"),
        ("lamp the of purple", "Red wooden lamp"),
    ],
)
def test_the_first_one_found(shop: None, q: str, first: str) -> None:
    assert first in titles(q)[:2]


def test_a_word_finds_compounds(shop: None) -> None:
    assert set(titles("schuhe")) == {"Schuhe aus Leder", "Wanderschuhe für Damen"}


def test_everything_else(shop: None) -> None:
    answer = search("wodden lmap")
    assert answer.body["did_you_mean"] == "wooden lamp"
    assert answer.body["data"][0]["highlights"] == {
        "title": "Red <mark>wooden</mark> <mark>lamp</mark>",
        "description": None,
    }
    assert search("button").body["data"][0]["highlights"]["description"] == (
        "Cotton with a narrow collar &amp; <mark>buttons</mark> &lt;b&gt;."
    )
    assert titles(sort="price", currency="EUR")[:2] == ["Tea cup", "Grüne Häuser"]
    assert titles("shirt", tag="sale") == ["Blue T-shirts"]
    facets = search("shirt", tag="sale", currency="EUR").body["facets"]
    assert facets["tags"] == [
        {"value": "men", "label": "men", "name": None, "products_count": 2},
        {"value": "sale", "label": "sale", "name": None, "products_count": 1},
    ]
    assert facets["prices"] == [{"from_amount": 2000, "to_amount": None, "products_count": 1}]
