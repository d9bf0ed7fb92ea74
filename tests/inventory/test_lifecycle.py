"""A reservation's states: every pair, against every step."""

from itertools import product

import pytest

from functions.inventory import NotAllowed, Pick, Reservation, Status
from functions.inventory.lifecycle import TRANSITIONS, require
from tests.inventory.shop import BERLIN, SHIRT
from tests.world import NOON

STEPS = {
    Status.COMMITTED: lambda r: r.committed(NOON),
    Status.RELEASED: lambda r: r.released(NOON, expired=False, restock=True)[0],
    Status.EXPIRED: lambda r: r.released(NOON, expired=True, restock=True)[0],
    Status.CONSUMED: lambda r: r.shipped({SHIRT: 2}, BERLIN.id, NOON)[0],
}
ALLOWED = {
    ("held", "committed"),
    ("held", "released"),
    ("held", "expired"),
    ("committed", "consumed"),
    ("committed", "released"),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_the_table_is_the_documented_one(before: Status, after: Status) -> None:
    assert (after in TRANSITIONS[before]) == ((before.value, after.value) in ALLOWED)
    if after not in TRANSITIONS[before]:
        with pytest.raises(NotAllowed):
            require(before, after)


@pytest.mark.parametrize(("before", "after"), list(product(Status, STEPS)))
def test_every_step_follows_the_table(before: Status, after: Status) -> None:
    reservation = Reservation("order_1", before, NOON, (Pick(SHIRT, BERLIN.id, 2),), version=3, updated_at=NOON)
    if after in TRANSITIONS[before]:
        assert (STEPS[after](reservation).status, STEPS[after](reservation).version) == (after, 4)
    else:
        with pytest.raises(NotAllowed) as refused:
            STEPS[after](reservation)
        assert refused.value.details == {"status": before.value}
