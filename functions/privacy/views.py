"""The shapes of erasures in requests and answers."""

from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator

from functions import companies, customers, orders, support
from functions.privacy.erasure import Awaited, Erasure
from functions.privacy.lifecycle import Status
from shared.address import SeenAddress
from shared.http import Input, OrderId, View

CustomerId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-Z]{26}$")]


class Whose(Input):
    """A customer, or the guest who made an order. One of both."""

    customer_id: CustomerId | None = None
    order_id: OrderId | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.customer_id is None) == (self.order_id is None):
            raise ValueError("name customer_id or order_id, and not both")
        return self


class NewErasure(Whose):
    """Who is to be forgotten: a customer, or the guest who made an order. One of both."""


class CopyQuery(Whose):
    """Of whom: a customer, or the guest who made an order. One of both."""


class OwnCopy(View):
    """All that the shop keeps of a customer. is_complete: false where there is more than one answer holds."""

    object: Literal["personal_data"] = "personal_data"
    profile: customers.ProfileView
    addresses: list[customers.OwnAddressView]
    consents: list[customers.ConsentRecordView]
    membership: companies.CompanyMembershipView | None
    carts: list[orders.OwnCartView]
    orders: list[orders.OwnOrderView]
    tickets: list[support.OwnTicketView]
    is_complete: bool
    created_at: str


class Copy(View):
    """All that the shop keeps of a person, notes of staff's included. customer: null for a guest."""

    object: Literal["personal_data"] = "personal_data"
    customer: customers.CustomerView | None
    addresses: list[SeenAddress]
    consents: list[customers.ConsentRecordView]
    membership: companies.CompanyMembershipView | None
    carts: list[orders.SeenCartView]
    orders: list[orders.OrderView]
    tickets: list[support.WholeTicketView]
    is_complete: bool
    created_at: str


class AwaitedOrder(View):
    """An order that is not over: until then it has to be known whose it is. awaits: what is still to come."""

    order_id: str
    awaits: Awaited


class OwnErasureView(View):
    """That a customer asked to be forgotten, as they see it while they can."""

    id: str
    object: Literal["erasure"] = "erasure"
    status: Status
    waits_for: list[AwaitedOrder]
    created_at: str


class ErasureView(View):
    """An erasure, as staff see it. It names nobody. asked_by: `customer`, or who of the staff."""

    id: str
    object: Literal["erasure"] = "erasure"
    version: int
    status: Status
    customer_id: str | None
    order_id: str | None
    asked_by: str
    waits_for: list[AwaitedOrder]
    tries: int
    created_at: str
    updated_at: str
    done_at: str | None


def own_view(erasure: Erasure) -> OwnErasureView:
    """As who asked sees it."""
    return OwnErasureView(
        id=erasure.id, status=erasure.status, waits_for=_awaited(erasure), created_at=erasure.created_at
    )


def erasure_view(erasure: Erasure) -> ErasureView:
    """As staff see it."""
    return ErasureView(**erasure.model_dump(exclude={"waits_for"}), waits_for=_awaited(erasure))


def _awaited(erasure: Erasure) -> list[AwaitedOrder]:
    return [AwaitedOrder(order_id=order_id, awaits=awaits) for order_id, awaits in erasure.waits_for.items()]
