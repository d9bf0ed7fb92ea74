"""What one caller's orders hold without being paid for, and how much of it is too much. Pure but for its settings.

A caller is an address. Whoever holds nothing may take what is on sale, so that anybody can buy the last units or a
whole shelf. Beside an order that waits for its money, only a share of a variant may be held. Who has had several orders
lapse in a day, expired or given up, gets no more than the share from the first one on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from shared import clock
from shared.errors import RateLimited
from shared.settings import Settings

LIMIT = "unpaid_units"
SWEPT_S = 60  # an order whose time is over is swept up within a minute


class UnpaidLimits(Settings):
    """unpaid_orders, unpaid_units: how many one caller may hold beside each other.

    unpaid_share_percent: of a variant's units that are on sale; never less than unpaid_share_floor units.
    unpaid_lapses: how many orders a caller may let expire or give up in a day, UTC, and still get a whole shelf.
    """

    unpaid_orders: int = 100
    unpaid_units: int = 1000
    unpaid_share_percent: int = 50
    unpaid_share_floor: int = 10
    unpaid_lapses: int = 3


@dataclass(frozen=True)
class Hold:
    """What one unpaid order holds, by variant, and until when (RFC 3339)."""

    order_id: str
    units: Mapping[str, int]
    until: str


@dataclass(frozen=True)
class Unpaid:
    """What a caller holds. counted: how many orders ever were. lapses: by day, `2026-11-29`."""

    who: str
    counted: int = 0
    holds: tuple[Hold, ...] = ()
    lapses: Mapping[str, int] = field(default_factory=dict)

    def require_room(
        self, wanted: Mapping[str, int], on_sale: Mapping[str, int], limits: UnpaidLimits, now: datetime
    ) -> None:
        """Let an order for these units be made. on_sale: what may still be bought, by variant. Raises RateLimited."""
        has_lapsed = self.lapses.get(day_of(now), 0) >= limits.unpaid_lapses
        if not self.holds and not has_lapsed:
            return
        units = sum(sum(hold.units.values()) for hold in self.holds)
        is_many = len(self.holds) >= limits.unpaid_orders or units + sum(wanted.values()) > limits.unpaid_units
        if is_many or any(self._is_beyond(id_, wanted[id_], on_sale[id_], limits) for id_ in wanted):
            raise RateLimited(LIMIT, self._room_in_s(now))

    def _is_beyond(self, variant_id: str, wanted: int, on_sale: int, limits: UnpaidLimits) -> bool:
        held = sum(hold.units.get(variant_id, 0) for hold in self.holds)
        share = (held + on_sale) * limits.unpaid_share_percent // 100
        return held + wanted > max(share, limits.unpaid_share_floor)

    def _room_in_s(self, now: datetime) -> int:
        """Until the oldest hold ends; where there is none, until the day does, and its lapses with it."""
        tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        ends = min((clock.parse(hold.until) for hold in self.holds), default=tomorrow)
        return max(SWEPT_S, ceil((ends - now).total_seconds()))


def day_of(moment: datetime) -> str:
    """The day that lapses are counted on."""
    return clock.stamp(moment)[:10]
