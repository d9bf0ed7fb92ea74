"""Ask that somebody be forgotten. It is done by the clock, as soon as no order of theirs is open."""

from functions import customers, orders
from functions.privacy import store
from functions.privacy.erasure import Erasure, of_customer, of_guest
from functions.privacy.views import ErasureView, NewErasure, OwnErasureView, erasure_view, own_view
from shared import approvals, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Invalid, NotFound, Refused
from shared.http import Reply, Request

BY_CUSTOMER = "customer"  # who asked, where it is the person


class UnknownPerson(Invalid):
    """Nobody is known by the id: there is no such customer, or no such order."""

    code = "unknown_person"

    def __init__(self, param: str) -> None:
        super().__init__("Nobody is known by this id.", param=param)


class OrderOfCustomer(Refused):
    """The order is a customer's: it is the customer who is forgotten, with all of theirs."""

    code = "order_of_customer"

    def __init__(self, customer_id: str) -> None:
        details = {"customer_id": customer_id}
        super().__init__("The order is a customer's; have the customer erased.", param="order_id", details=details)


def ask_own_erasure(request: Request) -> Reply[OwnErasureView]:
    """That the customer who asks be forgotten; asked again, the same. Raises NotSignedIn."""
    new = of_customer(request.principal, BY_CUSTOMER, request.now)
    _, _, known = fetch(customers.signed_in(request), request.claim.read, store.found(new.id))
    erasure = known or new
    reply = Reply(own_view(erasure), 202, version=erasure.version)
    if known is None:
        commit(store.create_erasure(new), customers.note_erasure(request.principal), *request.claim.settle(reply))
        _note(new)
    return reply


def ask_erasure(body: NewErasure, request: Request) -> Reply[ErasureView]:
    """That a customer be forgotten, or the guest who made an order, or an approval that it waits for; asked again, the
    same erasure.

    Raises UnknownPerson where there is no such customer or order, or OrderOfCustomer.
    """
    new = _asked(body, request)
    _, known = fetch(request.claim.read, store.found(new.id))
    erasure = known or new
    reply = Reply(erasure_view(erasure), 202, version=erasure.version)
    if known is None:
        _require_there(new)
        if approvals.erasure_waits(request):
            return approvals.ask(request, body, approvals.Asked(new.id, "customers:erase"))
        noted = (customers.note_erasure(new.customer_id),) if new.customer_id else ()
        commit(store.create_erasure(new), *noted, *request.settle(reply, on=new.id, after=_told(new)))
        _note(new)
    return reply


def _asked(body: NewErasure, request: Request) -> Erasure:
    if body.customer_id:
        return of_customer(body.customer_id, request.principal, request.now)
    return of_guest(body.order_id or "", request.principal, request.now)


def _require_there(new: Erasure) -> None:
    if new.customer_id:
        (is_known,) = fetch(customers.is_known(new.customer_id))
        if not is_known:
            raise UnknownPerson("customer_id")
        return
    try:
        customer_id, _ = orders.guest_of(new.order_id or "")
    except NotFound:
        raise UnknownPerson("order_id") from None
    if customer_id:
        raise OrderOfCustomer(customer_id)


def _told(new: Erasure) -> dict[str, str | None]:
    return {"customer_id": new.customer_id, "order_id": new.order_id}


def _note(new: Erasure) -> None:
    telemetry.note("erasure_asked", erasure_id=new.id)
    telemetry.count("ErasuresAsked")
