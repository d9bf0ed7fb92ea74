"""A customer's wish list: variants that they may want one day. Pure."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared import clock
from shared.errors import NotFound, Refused

WISHES_MAX = 100  # one item holds them all, and one page shows them


class TooManyWishes(Refused):
    """As many variants as one list may have."""

    code = "too_many_wishes"

    def __init__(self) -> None:
        super().__init__(f"There are {WISHES_MAX} on the list; remove one first.", details={"limit": WISHES_MAX})


class Wish(BaseModel):
    """A variant on the list, and since when it is."""

    model_config = ConfigDict(frozen=True)

    variant_id: str
    added_at: str


class WishList(BaseModel):
    """All that the customer has put down, each variant once, the last one first."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    customer_id: str
    version: int = 0
    wishes: tuple[Wish, ...] = ()

    def with_variant(self, variant_id: str, now: datetime) -> Self:
        """With one more; the same where it is there already. Raises TooManyWishes."""
        if any(each.variant_id == variant_id for each in self.wishes):
            return self
        if len(self.wishes) >= WISHES_MAX:
            raise TooManyWishes
        wish = Wish(variant_id=variant_id, added_at=clock.stamp(now))
        return self.model_copy(update={"version": self.version + 1, "wishes": (wish, *self.wishes)})

    def without(self, variant_id: str) -> Self:
        """Without it. Raises NotFound."""
        rest = tuple(each for each in self.wishes if each.variant_id != variant_id)
        if len(rest) == len(self.wishes):
            raise NotFound("wish")
        return self.model_copy(update={"version": self.version + 1, "wishes": rest})
