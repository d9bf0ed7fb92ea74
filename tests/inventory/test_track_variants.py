"""Registering variants."""

from itertools import permutations

import pytest

from functions import inventory
from functions.inventory import SkuTaken, store
from functions.inventory.table import SPEC, stock_key
from shared.dynamo import Read, commit, fetch
from shared.errors import Stale
from tests.inventory.shop import MUG, SHIRT, track
from tests.world import NOON, Clock


def test_a_sku_belongs_to_one_variant(world: Clock) -> None:
    commit(*inventory.track([(SHIRT, "TS-1")], NOON))
    with pytest.raises(SkuTaken) as refused:
        commit(*inventory.track([(MUG, "TS-1")], NOON))
    told = {"sku": "TS-1", "variant_id": SHIRT}
    assert (refused.value.status, refused.value.code, refused.value.details) == (409, "sku_taken", told)


def test_of_several_variants_none_is_registered_where_one_is_refused(world: Clock) -> None:
    track(SHIRT)
    with pytest.raises(SkuTaken):
        commit(*inventory.track([(MUG, "NEW"), ("var_X", "SHIRT")], NOON))
    assert fetch(store.skus([MUG])) == ({},)


def test_a_renamed_sku_is_free_for_others(world: Clock) -> None:
    track(SHIRT)
    commit(*inventory.track((), NOON, [(SHIRT, "SHIRT", "SHIRT-2")]))
    commit(*inventory.track([(MUG, "SHIRT")], NOON))
    assert fetch(store.skus([SHIRT, MUG])) == ({SHIRT: "SHIRT-2", MUG: "SHIRT"},)


def test_a_rename_is_the_registration_s_next_version(world: Clock) -> None:
    track(SHIRT)
    commit(*inventory.track((), NOON, [(SHIRT, "SHIRT", "SHIRT-2")]))
    assert fetch(Read(SPEC, (stock_key(SHIRT),), lambda items: [item and item["version"] for item in items])) == ([2],)


def test_a_sku_cannot_be_renamed_to_another_variants(world: Clock) -> None:
    track(SHIRT, MUG)
    with pytest.raises(SkuTaken):
        commit(*inventory.track((), NOON, [(SHIRT, "SHIRT", "MUG")]))


def test_a_rename_that_goes_by_an_old_sku_is_stale(world: Clock) -> None:
    track(SHIRT, MUG)
    with pytest.raises(Stale):
        commit(*inventory.track((), NOON, [(SHIRT, "MUG", "NEW")]))


@pytest.mark.parametrize("typed", ["case-x", "CASE-X", "Case-X"])
def test_a_sku_in_other_letters_is_the_same_one_and_its_holder_is_named(world: Clock, typed: str) -> None:
    commit(*inventory.track([(SHIRT, "CaSe-x")], NOON))
    with pytest.raises(SkuTaken) as refused:
        commit(*inventory.track([(MUG, typed)], NOON))
    assert refused.value.details == {"sku": typed, "variant_id": SHIRT}
    assert fetch(store.skus([SHIRT])) == ({SHIRT: "CaSe-x"},), "as it was typed"


def test_a_sku_can_be_put_into_other_letters(world: Clock) -> None:
    commit(*inventory.track([(SHIRT, "case-x")], NOON))
    commit(*inventory.track((), NOON, [(SHIRT, "case-x", "CASE-X")]))
    assert fetch(store.skus([SHIRT])) == ({SHIRT: "CASE-X"},)
    with pytest.raises(SkuTaken):
        commit(*inventory.track([(MUG, "case-x")], NOON))


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_skus_change_hands_in_any_ring_and_chain(world: Clock, order: tuple[int, ...]) -> None:
    """Each variant takes another's SKU in other letters, or its own; the first one's goes to a new variant instead."""
    before = {f"var_{n}": f"SKU-{n}" for n in range(3)}
    commit(*inventory.track(list(before.items()), NOON))
    after = {variant: f"sku-{to}" for variant, to in zip(before, order, strict=True)}
    newcomer = {"var_new": after["var_0"]}
    after["var_0"] = "SKU-NEW"
    commit(*inventory.track(list(newcomer.items()), NOON, [(v, before[v], after[v]) for v in before]))
    assert fetch(store.skus([*before, *newcomer])) == ({**after, **newcomer},)
    for sku in {**after, **newcomer}.values():
        with pytest.raises(SkuTaken):
            commit(*inventory.track([("var_other", sku.upper())], NOON))
