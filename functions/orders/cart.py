"""A cart: what a shopper means to buy. It holds no price; prices are computed each time it is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from functions.orders.approval import Approval
from functions.orders.lifecycle import CartStatus
from shared import clock
from shared.address import Address
from shared.errors import Invalid, NotFound, Refused
from shared.http.models import QUANTITY_MAX
from shared.people import Key

LINES_MAX = 60  # keeps an order's transaction below DynamoDB's 100 operations
RESTORABLE = timedelta(days=7)  # since it was merged; by then its shopper has looked into the other cart
LIFE = timedelta(days=30)  # since its last change; a shopper who comes back after a holiday finds it


class CartClosed(Refused):
    """The cart became an order, or its time is over."""

    code = "cart_closed"

    def __init__(self, status: str, order_id: str | None) -> None:
        details = {"status": status, "order_id": order_id}
        super().__init__("The cart cannot be changed any more.", details=details)


class TooManyLines(Invalid):
    """More different things than an order can hold."""

    code = "too_many_lines"

    def __init__(self) -> None:
        super().__init__(f"A cart holds at most {LINES_MAX} lines.", param="items", details={"maximum": LINES_MAX})


class TooMany(Invalid):
    """More of one thing than a line can hold."""

    code = "quantity_too_large"

    def __init__(self) -> None:
        super().__init__(
            f"A line holds at most {QUANTITY_MAX} units.", param="quantity", details={"maximum": QUANTITY_MAX}
        )


class CartLine(BaseModel):
    """A variant and how many of it."""

    model_config = ConfigDict(frozen=True)

    id: str
    variant_id: str
    quantity: int


class NotTaken(BaseModel):
    """Units of a cart that was merged for which the other had no room. code: why."""

    model_config = ConfigDict(frozen=True)

    variant_id: str
    quantity: int
    code: Literal["too_many_lines", "quantity_too_large"]


class RestoreTooLate(Refused):
    """The cart was merged too long ago; what was in it is in the other one."""

    code = "restore_too_late"

    def __init__(self, until: str) -> None:
        super().__init__("The cart was merged too long ago to be restored.", details={"restorable_until": until})


@dataclass(frozen=True)
class Wanted:
    """A line that is to be added; line_id is used where the variant has no line yet."""

    line_id: str
    variant_id: str
    quantity: int


class Cart(BaseModel):
    """The cart as it is kept."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int
    status: CartStatus
    currency: str
    country: str | None
    email: str | None = None  # None, as all that is personal, where it is not known
    customer_id: str | None = None  # whose it is, if not a guest's; a guest's that was merged is the customer's
    lines: tuple[CartLine, ...]
    shipping_address: Address | None = None
    billing_address: Address | None = None
    shipping_option_id: str | None
    metadata: dict[str, str] = {}
    order_id: str | None
    merged_into: str | None = None  # the cart that has its lines now
    merged_at: str | None = None
    not_taken: tuple[NotTaken, ...] = ()  # when it was merged
    approval: Approval | None = None  # of its customer's company, where somebody asked for it
    decline_reason: str | None = None  # what the admin said who declined it
    created_at: str
    updated_at: str
    expires_at: str
    key: Key | None = Field(default=None, exclude=True, repr=False)  # seals what is personal; None: there is none yet

    @property
    def variant_ids(self) -> list[str]:
        """What is in it, each once: a variant has one line."""
        return [line.variant_id for line in self.lines]

    @property
    def ships_to(self) -> str | None:
        """The country that shipping is computed for."""
        return self.shipping_address.country if self.shipping_address else self.country

    @property
    def awaits_company(self) -> str | None:
        """The company whose word it waits for."""
        word = self.approval if self.status is CartStatus.OPEN else None
        return word.company_id if word and word.status(self) == "asked" else None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be changed and completed."""
        return self.status is CartStatus.OPEN and clock.parse(self.expires_at) > now

    def require_open(self, now: datetime) -> None:
        """Raises CartClosed where it cannot be changed or completed."""
        if self.status is not CartStatus.OPEN:
            raise CartClosed(self.status, self.order_id)
        if clock.parse(self.expires_at) <= now:
            raise CartClosed("expired", None)

    def with_items(self, wanted: list[Wanted]) -> "Cart":
        """More of what is in it, or new lines. Raises TooManyLines or TooMany."""
        lines = {line.variant_id: line for line in self.lines}
        for each in wanted:
            had = lines.get(each.variant_id)
            quantity = each.quantity + (had.quantity if had else 0)
            if quantity > QUANTITY_MAX:
                raise TooMany
            line = had or CartLine(id=each.line_id, variant_id=each.variant_id, quantity=0)
            lines[each.variant_id] = line.model_copy(update={"quantity": quantity})
        if len(lines) > LINES_MAX:
            raise TooManyLines
        return self._with(lines=tuple(lines.values()))

    def with_quantity(self, line_id: str, quantity: int) -> "Cart":
        """Another quantity on a line; 0 takes it out. Raises NotFound for a line that is not there."""
        if line_id not in {line.id for line in self.lines}:
            raise NotFound("line item")
        changed = (
            line.model_copy(update={"quantity": quantity}) if line.id == line_id else line for line in self.lines
        )
        return self._with(lines=tuple(line for line in changed if line.quantity))

    def with_details(self, **details: Any) -> "Cart":
        """Other e-mail, addresses, shipping_option_id, currency, country or metadata."""
        return self._with(**details)

    def completed(self, order_id: str, now: datetime) -> "Cart":
        """The cart as it is once it became an order."""
        return self.touched(now).model_copy(update={"status": CartStatus.COMPLETED, "order_id": order_id})

    def merged(self, into: "Cart", not_taken: tuple[NotTaken, ...], now: datetime) -> "Cart":
        """The cart as it is once its lines are in its customer's one. It keeps them itself, to be restored."""
        whose = {"merged_into": into.id, "customer_id": into.customer_id}
        told = {**whose, "merged_at": clock.stamp(now), "not_taken": not_taken}
        return self.touched(now).model_copy(update={"status": CartStatus.MERGED, **told})

    @property
    def restorable_until(self) -> datetime:
        """How long a merged cart may be restored."""
        return clock.parse(self.merged_at or self.updated_at) + RESTORABLE

    def restored(self, now: datetime) -> "Cart":
        """The cart as it was before it was merged; an open one as it is. Raises CartClosed or RestoreTooLate."""
        if self.status is not CartStatus.MERGED:
            self.require_open(now)
            return self
        if self.restorable_until <= now:
            raise RestoreTooLate(clock.stamp(self.restorable_until))
        empty = {"merged_into": None, "customer_id": None, "merged_at": None, "not_taken": ()}
        return self.touched(now).model_copy(update={"status": CartStatus.OPEN, **empty})

    def moved(self, customer_id: str, now: datetime) -> "Cart":
        """The cart of whom its customer is now; it lasts no longer for that."""
        whose = {"customer_id": customer_id, "updated_at": clock.stamp(now), "version": self.version + 1}
        return self.model_copy(update=whose)

    def touched(self, now: datetime) -> "Cart":
        """The next version, changed now."""
        stamps = {"updated_at": clock.stamp(now), "expires_at": clock.stamp(now + LIFE)}
        return self.model_copy(update={"version": self.version + 1, **stamps})

    def _with(self, **changed: Any) -> "Cart":
        return self.model_copy(update=changed)


def new_cart(cart_id: str, currency: str, country: str | None, now: datetime) -> Cart:
    """An empty cart, not kept yet: version 0."""
    moment = clock.stamp(now)
    return Cart(
        id=cart_id,
        version=0,
        status=CartStatus.OPEN,
        currency=currency,
        country=country,
        email=None,
        lines=(),
        shipping_address=None,
        billing_address=None,
        shipping_option_id=None,
        metadata={},
        order_id=None,
        created_at=moment,
        updated_at=moment,
        expires_at=clock.stamp(now + LIFE),
    )
