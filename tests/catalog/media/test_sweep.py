"""The files of pictures that nobody names go after a month; what somebody names, or what an order may show, stays."""

from typing import Any

import pytest

from functions.catalog.handlers import sweep_media
from functions.catalog.media import process_picture, sweep_files
from shared import clock
from shared.errors import Unavailable
from shared.lambdas import Failed
from shared.public_files import put_public, remove_public
from tests.catalog.media.files import JPEG
from tests.catalog.media.shop import add, look, news, shown, shown_keys
from tests.catalog.shop import a_mug, a_shirt, admin, make
from tests.world import Clock


@pytest.fixture
def draft(world: Clock) -> dict[str, Any]:
    return make(a_shirt(status="draft"))


def sweep(world: Clock, **later: float) -> list[str]:
    """What is left when the clock has swept."""
    sweep_media.handler({"time": clock.stamp(world.advance(**later))}, None)
    return shown_keys()


def taken_off(product: dict[str, Any]) -> None:
    for picture in admin("GET", f"/admin/products/{product['id']}").body["media"]:
        path = f"/admin/products/{product['id']}/media/{picture['id']}"
        assert admin("DELETE", path).status == 200


def test_what_is_named_stays(draft: dict[str, Any], world: Clock) -> None:
    shown(draft)
    assert len(sweep(world, days=400)) == 4
    assert len(sweep(world, days=400)) == 4


def test_what_nobody_names_goes_after_a_month(draft: dict[str, Any], world: Clock) -> None:
    shown(draft)
    world.advance(days=100)
    taken_off(draft)
    assert len(sweep(world, days=29)) == 4
    assert sweep(world, days=2) == []
    assert sweep(world, days=1) == []


def test_what_another_product_names_stays_until_that_one_does_not_either(draft: dict[str, Any], world: Clock) -> None:
    mug = make(a_mug(status="draft"))
    shown(draft)
    shown(mug)
    taken_off(draft)
    assert len(sweep(world, days=40)) == 4
    taken_off(mug)
    assert sweep(world, days=40) == []


def test_what_a_variant_for_sale_showed_stays_for_its_orders(world: Clock) -> None:
    shirt = make(a_shirt())
    shown(shirt)
    taken_off(shirt)
    assert len(sweep(world, days=400)) == 4


def test_what_is_put_up_for_sale_later_stays_as_well(draft: dict[str, Any], world: Clock) -> None:
    shown(draft)
    admin("PATCH", f"/admin/products/{draft['id']}", {"status": "active"})
    taken_off(draft)
    assert len(sweep(world, days=400)) == 4


def test_files_that_came_too_late_to_be_named_go(draft: dict[str, Any], world: Clock, monkeypatch: Any) -> None:
    add(draft)
    put = put_public

    def meanwhile_taken_off(key: str, content: bytes, content_type: str) -> None:
        put(key, content, content_type)
        for picture in admin("GET", f"/admin/products/{draft['id']}").body["media"]:
            admin("DELETE", f"/admin/products/{draft['id']}/media/{picture['id']}")

    monkeypatch.setattr(process_picture, "put_public", meanwhile_taken_off)
    assert look(news(draft)[0]) == []
    assert len(shown_keys()) == 4
    assert sweep(world, days=31) == []


def test_a_sweep_that_died_is_gone_on_with(draft: dict[str, Any], world: Clock, monkeypatch: Any) -> None:
    shown(draft)
    taken_off(draft)
    remove = remove_public

    def dies(keys: Any) -> None:
        remove([next(iter(keys))])
        raise Unavailable("Gone.")

    monkeypatch.setattr(sweep_files, "remove_public", dies)
    with pytest.raises(Failed):
        sweep(world, days=31)
    assert len(shown_keys()) == 3
    add(draft, JPEG)  # named anew while it goes
    assert len(look(news(draft)[-1])) == 1  # not yet: it comes again
    monkeypatch.setattr(sweep_files, "remove_public", remove)
    assert sweep(world, days=0) == []
    assert look(news(draft)[-1]) == []
    assert len(shown_keys()) == 4
    assert len(sweep(world, days=400)) == 4
