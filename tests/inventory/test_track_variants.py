"""Registering variants."""

import pytest

from functions import inventory
from functions.inventory import SkuTaken, store
from shared.dynamo import commit, fetch
from shared.errors import Stale
from tests.inventory.shop import MUG, SHIRT, track
from tests.world import NOON, Clock


def test_a_sku_belongs_to_one_variant(world: Clock) -> None:
    commit(*inventory.track([(SHIRT, "TS-1")], NOON))
    with pytest.raises(SkuTaken) as refused:
        commit(*inventory.track([(MUG, "TS-1")], NOON))
    assert (refused.value.status, refused.value.code, refused.value.details) == (409, "sku_taken", {"sku": "TS-1"})


def test_of_several_variants_none_is_registered_where_one_is_refused(world: Clock) -> None:
    track(SHIRT)
    with pytest.raises(SkuTaken):
        commit(*inventory.track([(MUG, "NEW"), ("var_X", "SHIRT")], NOON))
    assert fetch(store.skus([MUG])) == ({},)


def test_a_renamed_sku_is_free_for_others(world: Clock) -> None:
    track(SHIRT)
    commit(*inventory.rename_sku(SHIRT, "SHIRT", "SHIRT-2"))
    commit(*inventory.track([(MUG, "SHIRT")], NOON))
    assert fetch(store.skus([SHIRT, MUG])) == ({SHIRT: "SHIRT-2", MUG: "SHIRT"},)


def test_a_sku_cannot_be_renamed_to_another_variants(world: Clock) -> None:
    track(SHIRT, MUG)
    with pytest.raises(SkuTaken):
        commit(*inventory.rename_sku(SHIRT, "SHIRT", "MUG"))


def test_a_rename_that_goes_by_an_old_sku_is_stale(world: Clock) -> None:
    track(SHIRT, MUG)
    with pytest.raises(Stale):
        commit(*inventory.rename_sku(SHIRT, "MUG", "NEW"))
