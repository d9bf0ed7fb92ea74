"""An order: how far what was sold has come. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, Self, TypedDict

from pydantic import BaseModel, ConfigDict

from functions import payments
from functions.orders.lifecycle import UNSHIPPABLE, Status, WrongState, check
from shared import clock
from shared.errors import Invalid, Refused

TICK = timedelta(seconds=1)  # the grain in which tokens tell when they were made
EMAIL_CONFIRMATION = "email_confirmation"  # nobody has paid, so somebody has to read the mail or speak for it
PARCEL_LOST = timedelta(days=60)  # of which nobody has said that it arrived
CancelReason = Literal["customer", "fraud", "inventory", "other"]
FulfillmentStatus = Literal[
    "unfulfilled", "partially_shipped", "shipped", "partially_delivered", "delivered"
]  # of all lines together


class Sale(TypedDict):
    """An order's total, as the ledger books it; amounts in minor units."""

    revenue: int
    tax: int
    shipping: int
    currency: str


class AlreadyShipped(Refused):
    """Some of it has left; what has left comes back as a return."""

    code = "already_shipped"

    def __init__(self) -> None:
        super().__init__("Part of the order has been shipped; it cannot be canceled as a whole.")


class UnknownLine(Invalid):
    """A line item that is not in this order."""

    code = "unknown_line_item"

    def __init__(self, line_item_id: str, place: int) -> None:
        super().__init__("The order has no such line item.", param=f"items[{place}].line_item_id")
        self.details = {"line_item_id": line_item_id}


class MoreThanLeft(Refused):
    """More units than are left for this."""

    code = "quantity_exceeds_left"

    def __init__(self, line_item_id: str, left: int) -> None:
        details = {"line_item_id": line_item_id, "left": left}
        super().__init__(f"Only {left} are left on this line item.", param="items", details=details)


class RefundExceedsPart(Refused):
    """More than is left of one part of the sale, such as its shipping."""

    code = "refund_exceeds_part"

    def __init__(self, part: str, amount: int, left: int) -> None:
        details = {"part": part, "amount": amount, "left": left}
        super().__init__(
            f"Of the {part} {left} may be refunded, not {amount} (minor units).",
            param=f"{part}_amount",
            details=details,
        )


class Progress(BaseModel):
    """How far a line has come, in units. refunded_total: what the refunded ones were worth, in minor units."""

    model_config = ConfigDict(frozen=True)

    id: str
    quantity: int
    shipped: int = 0
    delivered: int = 0
    refunded: int = 0
    refunded_total: int = 0
    canceled: int = 0

    @property
    def to_ship(self) -> int:
        """Units that may still leave: what was refunded stays, unless it had left before."""
        return max(self.quantity - self.canceled - self.refunded - self.shipped, 0)


class Order(BaseModel):
    """The changing part of an order. Amounts in minor units of `currency`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int
    number: int | None  # given when it is placed: a sale has a number, an attempt has none
    status: Status
    cart_id: str
    currency: str
    country: str
    customer_id: str | None = None  # whose it is, if not a guest's
    company_id: str | None = None  # what it was bought for
    email_key: str | None = None  # what the order is found by where somebody knows its e-mail; tells nothing itself
    subtotal: int
    discount_total: int
    shipping_total: int
    shipping_refunded: int = 0
    tax_total: int
    total: int
    lines: tuple[Progress, ...]
    payment_ids: tuple[str, ...]
    fulfillment_ids: tuple[str, ...]
    reserved_until: str | None = None
    created_at: str
    updated_at: str
    placed_at: str | None
    canceled_at: str | None
    cancel_reason: CancelReason | None
    canceled_by: str | None = None  # a key's id, or `processor`
    held_by: str | None = None  # whose unpaid order it is while it is pending; a fingerprint of the address
    tokens_valid_from: str | None = None  # tokens that were made before open it no more; None: all do
    erased_at: str | None = None  # since when nobody knows whose it was
    is_counted: bool = False  # in its customer's totals
    given_back: int = 0  # of its money, by its account when a refund was heard of last; refunds under way are not in it
    is_extended: bool = False  # it waits for a bank, longer than a shopper may take

    @property
    def holds(self) -> tuple[str, ...]:
        """What keeps it from being placed besides its money."""
        is_free = self.status is Status.PENDING and self.total == 0
        return (EMAIL_CONFIRMATION,) if is_free else ()

    @property
    def is_to_ship(self) -> bool:
        """Whether units of it are still to leave."""
        return self.status is Status.PLACED and any(line.to_ship for line in self.lines)

    def placed(self, number: int, now: datetime) -> Self:
        """The order is paid, or free and confirmed. Raises WrongState."""
        check(self.status, Status.PLACED)
        stamps = {"number": number, "placed_at": clock.stamp(now), "reserved_until": None}
        return self._next(now, status=Status.PLACED, **stamps)

    def is_overdue(self, now: datetime) -> bool:
        """Whether it waits for money past its deadline."""
        return (
            self.status is Status.PENDING
            and self.reserved_until is not None
            and clock.parse(self.reserved_until) <= now
        )

    def waiting_for_bank(self, until: datetime, now: datetime) -> Self:
        """The shopper has paid, and a bank has until then to say whether the money comes. Once in an order's life."""
        return self._next(now, reserved_until=clock.stamp(until), is_extended=True)

    def waiting_until(self, until: datetime, now: datetime) -> Self:
        """The bank said no: the shopper has so long to pay otherwise."""
        return self._next(now, reserved_until=clock.stamp(until))

    def expired(self, now: datetime) -> Self:
        """The money did not come. Raises WrongState."""
        check(self.status, Status.EXPIRED)
        return self._next(now, status=Status.EXPIRED, reserved_until=None)

    def canceled(self, reason: CancelReason, now: datetime, by: str = "shop") -> Self:
        """It will not be fulfilled. by: who says so. Raises WrongState, or AlreadyShipped."""
        check(self.status, Status.CANCELED)
        if any(line.shipped for line in self.lines):
            raise AlreadyShipped
        lines = tuple(line.model_copy(update={"canceled": line.quantity}) for line in self.lines)
        stamps = {"canceled_at": clock.stamp(now), "cancel_reason": reason, "canceled_by": by, "reserved_until": None}
        return self._next(now, status=Status.CANCELED, lines=lines, **stamps)

    def shipped(self, fulfillment_id: str, units: Mapping[str, int], now: datetime) -> Self:
        """These units of these lines left; refunded ones stay. Raises WrongState, UnknownLine or MoreThanLeft."""
        if self.status is not Status.PLACED:
            raise WrongState(self.status, UNSHIPPABLE)
        self._require_lines(units)
        lines = tuple(_moved(line, "shipped", units, line.shipped + line.to_ship) for line in self.lines)
        return self._next(now, lines=lines, fulfillment_ids=(*self.fulfillment_ids, fulfillment_id))

    def delivered(self, units: Mapping[str, int], now: datetime) -> Self:
        """These units of these lines arrived."""
        return self._next(now, lines=tuple(_moved(line, "delivered", units, line.shipped) for line in self.lines))

    def claimed(self, customer_id: str, now: datetime) -> Self:
        """The order of a guest is this customer's."""
        return self._next(now, customer_id=customer_id)

    def without_tokens(self, now: datetime) -> Self:
        """Opened by no token of before. A token counts in whole seconds, so those of this very second are over, too."""
        return self._next(now, tokens_valid_from=clock.stamp(now.replace(microsecond=0) + TICK))

    def forgotten(self, now: datetime) -> Self:
        """Nothing of it leads to anybody any more."""
        nobody = {"customer_id": None, "email_key": None, "held_by": None, "is_counted": False}
        return self._next(now, **nobody, erased_at=clock.stamp(now))

    def is_over(self, now: datetime) -> bool:
        """Whether nothing of it is still to come: neither its money nor its goods, as far as anybody can tell."""
        if self.status is Status.PENDING:
            return False
        left = sum(line.to_ship for line in self.lines)
        under_way = sum(line.shipped - line.delivered for line in self.lines)
        is_settled = clock.parse(self.updated_at) + PARCEL_LOST <= now
        return self.status is not Status.PLACED or (not left and (not under_way or is_settled))

    def require_refundable(self, units: Mapping[str, int], shipping_amount: int) -> None:
        """So many units of these lines, and so much of the shipping, have not gone back yet.

        Raises UnknownLine, MoreThanLeft or RefundExceedsPart.
        """
        self._require_lines(units)
        for line in self.lines:
            _moved(line, "refunded", units, line.quantity)
        left = self.shipping_total - self.shipping_refunded
        if shipping_amount > left:
            raise RefundExceedsPart("shipping", shipping_amount, left)

    def refunded(self, parts: payments.Parts, now: datetime) -> Self:
        """The money of these parts goes back. Raises UnknownLine, MoreThanLeft or RefundExceedsPart."""
        self.require_refundable({item.line_item_id: item.quantity for item in parts.items}, parts.shipping_amount)
        return self._with_refund(parts, 1, now)

    def unrefunded(self, parts: payments.Parts, now: datetime) -> Self:
        """The money of these parts did not arrive: they may go back again."""
        return self._with_refund(parts, -1, now)

    def having_given_back(self, amount: int, now: datetime) -> Self:
        """So much of its money has gone back by now, in all."""
        return self._next(now, given_back=amount)

    @property
    def sale(self) -> Sale:
        """What the ledger books: revenue net of discounts, tax and shipping, which add up to the total."""
        return {
            "revenue": self.subtotal - self.discount_total,
            "tax": self.tax_total,
            "shipping": self.shipping_total,
            "currency": self.currency,
        }

    @property
    def fulfillment_status(self) -> FulfillmentStatus:
        """Derived from the lines; shipments here leave in one step, so what is fulfilled is shipped."""
        wanted = sum(line.shipped + line.to_ship for line in self.lines)
        shipped, delivered = sum(line.shipped for line in self.lines), sum(line.delivered for line in self.lines)
        if not shipped:
            return "unfulfilled"
        if delivered:
            return "delivered" if delivered >= wanted else "partially_delivered"
        return "shipped" if shipped >= wanted else "partially_shipped"

    def _with_refund(self, parts: payments.Parts, sign: int, now: datetime) -> Self:
        counted = {item.line_item_id: item for item in parts.items}
        lines = tuple(_counted(line, counted[line.id], sign) if line.id in counted else line for line in self.lines)
        return self._next(now, lines=lines, shipping_refunded=self.shipping_refunded + sign * parts.shipping_amount)

    def _require_lines(self, units: Mapping[str, int]) -> None:
        known = {line.id for line in self.lines}
        for place, line_item_id in enumerate(units):
            if line_item_id not in known:
                raise UnknownLine(line_item_id, place)

    def _next(self, now: datetime, **changed: object) -> Self:
        return self.model_copy(update={"version": self.version + 1, "updated_at": clock.stamp(now), **changed})


def _moved(line: Progress, what: str, units: Mapping[str, int], most: int) -> Progress:
    quantity = units.get(line.id, 0)
    so_far: int = getattr(line, what)
    if so_far + quantity > most:
        raise MoreThanLeft(line.id, most - so_far)
    return line.model_copy(update={what: so_far + quantity})


def _counted(line: Progress, item: payments.RefundedItem, sign: int) -> Progress:
    refunded, total = line.refunded + sign * item.quantity, line.refunded_total + sign * item.amount
    return line.model_copy(update={"refunded": refunded, "refunded_total": total})
