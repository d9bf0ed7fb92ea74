"""What a change makes of a product and its variants."""

from datetime import timedelta
from typing import Any

import pytest

from functions.catalog.edit import (
    NothingToSell,
    SkuTwice,
    TooManyVariants,
    UnknownVariant,
    VariantEdit,
    Whole,
    edited,
    made,
)
from functions.catalog.lifecycle import Status, StatusRefused
from functions.catalog.news import news
from functions.catalog.options import Option, OptionsWrong
from functions.catalog.product import VARIANTS_MAX, Product, Variant
from shared import clock
from tests.catalog.shop import SIZE, a_product, a_variant
from tests.world import NOON

LATER = NOON + timedelta(hours=1)
RED, BLUE = a_variant("red"), a_variant("blue")


def a_shirt_in_two_colors(**changed: Any) -> tuple[Product, tuple[Variant, ...]]:
    return a_product(variant_ids=(RED.id, BLUE.id), **changed), (RED, BLUE)


def change(fields: dict[str, Any] | None = None, *edits: VariantEdit, **product: Any) -> Whole:
    before, variants = a_shirt_in_two_colors(**product)
    return edited(before, variants, fields or {}, edits, LATER)


def an_edit(variant_id: str, **fields: Any) -> VariantEdit:
    return VariantEdit("variants[0]", variant_id, False, fields)


def a_new(variant_id: str, color: str, size: str, sku: str) -> VariantEdit:
    return VariantEdit(
        f"variants[{variant_id}]", variant_id, True, {"sku": sku, "options": {"Color": color, "Size": size}}
    )


def test_a_change_that_changes_nothing_keeps_the_version() -> None:
    before, variants = a_shirt_in_two_colors()
    assert edited(before, variants, {"title": "T-shirt"}, [an_edit(RED.id, prices={"USD": 2499})], LATER) == (
        before,
        variants,
    )


def test_a_price_change_touches_its_own_variant_only() -> None:
    product, (red, blue) = change({}, an_edit(RED.id, prices={"USD": 1999}))
    assert (red.prices, red.version) == ({"USD": 1999}, 2)
    assert blue == BLUE
    assert (product.version, product.updated_at) == (2, clock.stamp(LATER))


def test_a_new_title_is_carried_into_every_variant() -> None:
    _, variants = change({"title": "Shirt"})
    assert [variant.title for variant in variants] == ["Shirt, red, M", "Shirt, blue, M"]


def test_a_new_status_is_carried_into_every_variant() -> None:
    product, variants = change({"status": Status.ACTIVE})
    assert product.is_active
    assert all(variant.is_active for variant in variants)


def test_the_lifecycle_holds_for_a_change() -> None:
    with pytest.raises(StatusRefused):
        change({"status": Status.ACTIVE}, status=Status.ARCHIVED)


def test_a_new_variant_comes_last_and_costs_nothing_yet() -> None:
    product, variants = change({}, a_new("var_9", "red", "S", "TS-9"))
    assert product.variant_ids == (RED.id, BLUE.id, "var_9")
    assert (variants[-1].title, variants[-1].prices, variants[-1].weight_g) == ("T-shirt, red, S", {}, 0)


def test_an_option_can_be_renamed_together_with_its_variants() -> None:
    options = (Option("Colour", ("red", "blue")), SIZE)
    edits = [
        VariantEdit("variants[0]", RED.id, False, {"options": {"Colour": "red", "Size": "M"}}),
        VariantEdit("variants[1]", BLUE.id, False, {"options": {"Colour": "blue", "Size": "M"}}),
    ]
    product, _ = change({"options": options}, *edits)
    assert product.options == options


def test_a_value_that_a_variant_has_cannot_be_taken_off_the_options() -> None:
    with pytest.raises(OptionsWrong):
        change({"options": (Option("Color", ("red",)), SIZE)})


def test_blame_falls_on_the_variant_that_the_request_names() -> None:
    with pytest.raises(OptionsWrong) as wrong:
        change({}, an_edit(RED.id, options={"Color": "blue", "Size": "M"}))
    assert wrong.value.param == "variants[0].options"


@pytest.mark.parametrize("edits", [[an_edit("var_x")], [an_edit(RED.id), an_edit(RED.id)]], ids=["foreign", "twice"])
def test_a_variant_that_is_not_there_or_named_twice_is_refused(edits: list[VariantEdit]) -> None:
    with pytest.raises(UnknownVariant):
        change({}, *edits)


def test_two_variants_of_a_product_cannot_share_a_sku() -> None:
    with pytest.raises(SkuTwice) as twice:
        change({}, an_edit(RED.id, sku=BLUE.sku))
    assert twice.value.param == "variants[0].sku"


def test_a_product_has_no_more_variants_than_its_limit() -> None:
    sizes = Option("Size", tuple(str(n) for n in range(VARIANTS_MAX + 1)))
    edits = [
        VariantEdit("variants[0]", f"var_{n}", True, {"sku": f"S{n}", "options": {"Size": str(n)}})
        for n in range(VARIANTS_MAX + 1)
    ]
    made(a_product(options=(sizes,)), edits[:VARIANTS_MAX])
    with pytest.raises(TooManyVariants):
        made(a_product(options=(sizes,)), edits)


def test_an_active_product_needs_a_variant() -> None:
    made(a_product(), [])
    with pytest.raises(NothingToSell):
        made(a_product(status=Status.ACTIVE), [])


def test_every_price_that_moved_is_told_with_what_it_was() -> None:
    product, variants = change(
        {}, an_edit(RED.id, prices={"EUR": 2199, "USD": 1999}), a_new("var_9", "red", "S", "TS-9")
    )
    told = [(event.type, event.model_dump()) for event in news(product, (RED, BLUE), variants)]
    assert [kind for kind, _ in told] == ["product.updated", "price.changed", "price.changed"]
    prices = {event["currency"]: (event["amount_before"], event["amount"]) for _, event in told[1:]}
    assert prices == {"EUR": (None, 2199), "USD": (2499, 1999)}


def test_a_price_that_was_taken_away_is_told_as_none() -> None:
    product, variants = change({}, an_edit(BLUE.id, prices={}))
    (price,) = news(product, (RED, BLUE), variants)[1:]
    assert price.model_dump() == {
        "product_id": "prod_1",
        "variant_id": BLUE.id,
        "currency": "USD",
        "amount_before": 2499,
        "amount": None,
    }
