"""However many clients want one variant, each gets its order while there is stock."""

import pytest

from bench.contention_curve import ORDERS, point


@pytest.mark.parametrize("clients", [1, 16])
def test_nobody_is_refused_while_there_is_stock(clients: int) -> None:
    came_to = point(clients, hot=True)
    assert (came_to.committed, came_to.refused) == (ORDERS, {})
    assert (came_to.conflicts > 0) == (clients > 1)
