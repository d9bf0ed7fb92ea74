"""A company's word for a cart that goes beyond what its buyer may order alone. Pure."""

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict

from functions.companies import Company
from shared import clock
from shared.errors import Refused

if TYPE_CHECKING:
    from functions.orders.cart import Cart


class ApprovalRequired(Refused):
    """More than the buyer may order alone, and no admin of the company has approved this cart as it is."""

    code = "approval_required"

    def __init__(self, limit: int, total: int, currency: str) -> None:
        details = {"limit": limit, "total": total, "currency": currency}
        super().__init__("An admin of the company has to approve the cart first.", details=details)


class TotalChanged(Refused):
    """The cart comes to something else than who approves has seen."""

    code = "total_changed"

    def __init__(self, total: int, currency: str) -> None:
        details = {"total": total, "currency": currency}
        super().__init__("The cart's total is not the expected one.", param="expected_total", details=details)


class ApprovalOutdated(Refused):
    """The cart is another than when its buyer asked; they have to ask again."""

    code = "approval_outdated"

    def __init__(self) -> None:
        super().__init__("The cart was changed since its buyer asked; they have to ask again.")


class ApprovalDecided(Refused):
    """An admin has decided already, and otherwise, or up to another total; the buyer may ask again."""

    code = "approval_decided"

    def __init__(self, status: str) -> None:
        details = {"status": status}
        super().__init__(f"The cart is {status} already; its buyer may ask again.", details=details)


ApprovalStatus = Literal["asked", "approved", "declined", "outdated"]


class Approval(BaseModel):
    """That a buyer asked, and what an admin said: to what was in the cart then, up to its total, in minor units.

    contents: a digest of the currency and of all lines; another line or quantity needs another word.
    """

    model_config = ConfigDict(frozen=True)

    company_id: str
    contents: str
    total: int
    asked_by: str
    asked_at: str
    approved_by: str | None = None
    approved_at: str | None = None
    declined_by: str | None = None
    declined_at: str | None = None

    def given(self, cart: "Cart", total: int, by: str, now: datetime) -> Self:
        """Approved by this admin, as the cart is now."""
        told = {"contents": contents_of(cart), "total": total, "approved_by": by, "approved_at": clock.stamp(now)}
        return self.model_copy(update=told)

    def declined(self, by: str, now: datetime) -> Self:
        """Declined by this admin."""
        return self.model_copy(update={"declined_by": by, "declined_at": clock.stamp(now)})

    def is_for(self, cart: "Cart") -> bool:
        """Whether it is about what is in the cart now."""
        return self.contents == contents_of(cart)

    def status(self, cart: "Cart") -> ApprovalStatus:
        """How it stands. outdated: the cart is another since."""
        if not self.is_for(cart):
            return "outdated"
        if self.declined_by is not None:
            return "declined"
        return "asked" if self.approved_by is None else "approved"


def asked(cart: "Cart", company_id: str, total: int, by: str, now: datetime) -> Approval:
    """What a buyer asks for."""
    contents, moment = contents_of(cart), clock.stamp(now)
    return Approval(company_id=company_id, contents=contents, total=total, asked_by=by, asked_at=moment)


def require_approved(cart: "Cart", company: Company, total: int) -> None:
    """The buyer may order this much, or one who is still an admin approved it. Raises ApprovalRequired.

    Who is in the company no longer buys for nobody: whoever calls has looked.
    """
    member = company.require_member(cart.customer_id or "")
    limit, word = member.limit_in(cart.currency), cart.approval
    if limit is None or total <= limit:
        return
    if word is None or word.company_id != company.id or not company.is_admin(word.approved_by or ""):
        raise ApprovalRequired(limit, total, cart.currency)
    if not word.is_for(cart) or total > word.total:
        raise ApprovalRequired(limit, total, cart.currency)


def contents_of(cart: "Cart") -> str:
    """A digest of what is in the cart, whatever the order of its lines."""
    lines = sorted((line.variant_id, line.quantity) for line in cart.lines)
    return hashlib.sha256(json.dumps([cart.currency, lines]).encode()).hexdigest()
