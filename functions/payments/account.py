"""An order's account: what is due, what came, what went back; from it everything else is derived. Pure."""

from dataclasses import dataclass
from typing import Literal

from shared.errors import Refused

OrderPaymentStatus = Literal[
    "not_paid",
    "awaiting",
    "authorized",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
    "overpaid",
    "voided",
]


class NotPaid(Refused):
    """The money of the order is not there: it has not come, or has gone back whole."""

    code = "not_paid"

    def __init__(self) -> None:
        super().__init__("The money of this order is not there, or has gone back; its goods stay.")


@dataclass(frozen=True)
class Account:
    """Running sums in minor units of `currency`, each kept in the commit that posts the ledger entry it sums."""

    order_id: str
    currency: str
    due: int
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    refund_pending: int = 0
    refundable: int = 0  # captured − refunded − refund_pending; stored, since a condition cannot add
    is_void: bool = False  # the payment was given up, or lapsed, before any money came
    payment_id: str | None = None  # None: nothing to pay
    version: int = 1

    @property
    def holds_money(self) -> bool:
        """Whether the order is paid and its money has not gone back whole; what is on its way back counts as gone."""
        return self.captured >= self.due and (self.refundable > 0 or self.due == 0)

    @property
    def gone(self) -> int:
        """What went back, or is on its way."""
        return self.refunded + self.refund_pending

    @property
    def outstanding(self) -> int:
        """What the shopper still owes. A refund does not make it owed again."""
        return max(self.due - self.captured, 0)


def payment_status(account: Account | None, *, is_open: bool) -> OrderPaymentStatus:
    """The order's `payment_status`, derived. is_open: whether the order still waits for its money."""
    if account is None:
        return "not_paid"
    if account.captured == 0:
        return _status_without_money(account, is_open=is_open)
    net = account.captured - account.refunded
    if net <= 0:
        return "refunded"
    if net > account.due:
        return "overpaid"
    if net == account.due:
        return "paid"
    return "partially_refunded" if account.refunded else "partially_paid"


def _status_without_money(account: Account, *, is_open: bool) -> OrderPaymentStatus:
    if account.due == 0:
        return "paid"
    if account.authorized:
        return "authorized"
    if account.is_void:
        return "voided"
    return "awaiting" if is_open else "not_paid"
