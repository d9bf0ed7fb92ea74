"""A company whose customers buy for it: who may order how much, and how it is taxed and pays. Pure."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from shared import clock
from shared.errors import NotFound, Refused
from shared.people import Key

MEMBERS_MAX = 50  # one item holds them all, and one page shows them
TAX_IDS_MAX = 20  # a company is registered in some countries, not in all


class TooManyMembers(Refused):
    """As many members as one company may have."""

    code = "too_many_members"

    def __init__(self) -> None:
        details = {"limit": MEMBERS_MAX}
        super().__init__(f"There are {MEMBERS_MAX} members; remove one first.", details=details)


class Role(StrEnum):
    """What a member may do."""

    ADMIN = "admin"  # orders without a limit, says how far the others may go, and approves what goes beyond it
    BUYER = "buyer"  # orders up to a limit


class TaxId(BaseModel):
    """A number by which a tax office knows the company. country: its form is that country's."""

    model_config = ConfigDict(frozen=True)

    country: str
    number: str


class Exemption(BaseModel):
    """That it pays no tax, and the paper that says so. last_day: the last day, None where it has no end."""

    model_config = ConfigDict(frozen=True)

    certificate: str
    last_day: str | None = None


class Member(BaseModel):
    """A customer who buys for the company.

    order_limits: the most that one order of theirs may come to without an admin's word, in minor units by currency; a
    currency that is not named counts as 0. None: there is no limit. An admin has none.
    """

    model_config = ConfigDict(frozen=True)

    customer_id: str
    role: Role
    order_limits: dict[str, int] | None = None
    added_at: str

    @property
    def is_admin(self) -> bool:
        """Whether their word goes for the company."""
        return self.role is Role.ADMIN

    def limit_in(self, currency: str) -> int | None:
        """The most that one order may come to by their word alone; None where there is no limit."""
        if self.is_admin or self.order_limits is None:
            return None
        return self.order_limits.get(currency, 0)


class Company(BaseModel):
    """The company as it is kept."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int = 1
    name: str
    tax_ids: tuple[TaxId, ...] = ()
    tax_exemption: Exemption | None = None
    net_days: int | None = None  # by when invoices are to be paid; data only: nothing charges by them
    note: str = ""
    members: tuple[Member, ...] = ()
    created_at: str
    updated_at: str
    key: Key | None = Field(default=None, exclude=True, repr=False)  # seals what may be a person's; None: none yet

    def member(self, customer_id: str) -> Member | None:
        """Who this is in the company; None where they are not in it."""
        return next((each for each in self.members if each.customer_id == customer_id), None)

    def require_member(self, customer_id: str) -> Member:
        """Who this is in the company. Raises NotFound."""
        found = self.member(customer_id)
        if found is None:
            raise NotFound("member")
        return found

    def is_admin(self, customer_id: str) -> bool:
        """Whether their word goes for it."""
        found = self.member(customer_id)
        return found is not None and found.is_admin

    def changed(self, now: datetime, **fields: Any) -> Self:
        """With other values; the same where they are the values it has."""
        if all(getattr(self, name) == value for name, value in fields.items()):
            return self
        return self.model_copy(update={**fields, "version": self.version + 1, "updated_at": clock.stamp(now)})

    def with_member(self, member: Member, now: datetime) -> Self:
        """With this member, in the place where they were, if they were. Raises TooManyMembers."""
        seen = self.member(member.customer_id)
        if seen is None and len(self.members) >= MEMBERS_MAX:
            raise TooManyMembers
        kept = tuple(member if each is seen else each for each in self.members)
        return self.changed(now, members=kept if seen else (*kept, member))

    def without(self, customer_id: str, now: datetime) -> Self:
        """Without this member. Raises NotFound."""
        gone = self.require_member(customer_id)
        return self.changed(now, members=tuple(each for each in self.members if each is not gone))
