"""The demo shop and the walk, in a shop in this process."""

from collections.abc import Iterator
from itertools import islice

import pytest

from local import seed as seeding
from local import walk as walking
from local.demo_goods import CURRENCIES, goods
from local.endpoints import Endpoints
from local.process import Failed
from local.seed import seed
from local.walk import walk
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process
from tests.local.http_shop import Door, served
from tests.world import CARRIERS, NOON, SECRETS


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[InProcessShop, Door, Endpoints]]:
    """A shop with a few of the goods; all of them would take half a minute."""
    monkeypatch.setattr(seeding, "goods", lambda: islice(goods(), 2))
    monkeypatch.setattr(walking, "now", lambda: NOON)
    with in_process(monkeypatch) as shop, served(shop) as door:
        yield (
            shop,
            door,
            Endpoints(
                api=door.url,
                admin_key="k",
                cloud=door.url,
                aws_access_key_id="AKIA",
                aws_secret_access_key="secret",
                stripe_api=shop.double.url,
                stripe_webhook_secret=SECRETS["stripe_webhook_secret"],
                carrier_webhook_secret=CARRIERS["ups"],
                origin_secret=SECRETS["origin_secret"],
                outbox_mail=f"{door.url}/mails",
            ),
        )


def test_a_seeded_shop_can_be_walked_through(shop: tuple[InProcessShop, Door, Endpoints]) -> None:
    world, _, endpoints = shop
    said: list[str] = []
    seeded = seed(endpoints, "shop", said.append)
    assert seed(endpoints, "shop", said.append) == seeded
    assert len(world.admin("GET", "/admin/locations")[1]["data"]) == 2
    levels = world.levels(seeded.variants["TS-S-WHITE"])
    assert len(levels) == 2
    assert all(20 <= level["on_hand"] < 120 for level in levels)

    walk(endpoints, said.append)
    steps = [line.split("ms")[1].split("  ")[1] for line in said if " ms  " in line]
    assert steps == [
        "cart",
        "item added",
        "e-mail",
        "address",
        "shipping chosen",
        "completed",
        "paid at Stripe",
        "placed by its webhook",
        "handed to the carrier",
        "carrier's webhook",
        "delivered",
        "in the day's report",
        "e-mails written",
    ]


def test_a_walk_through_an_empty_shop_says_what_is_missing(shop: tuple[InProcessShop, Door, Endpoints]) -> None:
    with pytest.raises(Failed, match="fill it first"):
        walk(shop[2], lambda _: None)


def test_a_demo_there_is_none_of_is_told(shop: tuple[InProcessShop, Door, Endpoints]) -> None:
    with pytest.raises(Failed, match="choose one of: none, shop"):
        seed(shop[2], "bakery", lambda _: None)


def test_the_demo_goods_are_whole() -> None:
    every = list(goods())
    skus = [sku for good in every for sku, _ in good.variants()]
    assert len(every) >= 40
    assert len({good.collection for good in every}) == 4
    assert len(set(skus)) == len(skus)
    assert all(set(good.prices) == set(CURRENCIES) and good.weight_g and good.description for good in every)
