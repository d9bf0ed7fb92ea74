"""A buyer asks for their company's word on a cart, and an admin of it gives it, or declines."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from events import CartApprovalDecided, CartApprovalRequested
from functions import companies, customers, fulfillment, inventory
from functions.orders import approval, store
from functions.orders.approval import Approval
from functions.orders.cart import Cart
from functions.orders.change_cart import priced_cart, require_counted
from functions.orders.complete_cart import CartIncomplete
from functions.orders.inputs import ApprovedTotal, Declining, WaitingQuery
from functions.orders.show import cart_view, to_approve_view
from functions.orders.views import CartToApprove, CartView
from shared import limits
from shared.clock import stamp
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Listed, PageQuery, Paging, Reply, Request

Decision = Literal["approved", "declined"]
ASKINGS = limits.Limit("approvals_asked", 30, limits.DAY_S)  # a buyer's: each writes to up to twenty admins


def ask_approval(cart_id: str, request: Request) -> Reply[CartView]:
    """The cart, which an admin of its customer's company now finds among those to approve; asked again, as it is then.

    Where it waits as it is, nothing is written: the admins hear of it once. Raises NotSignedIn, NotFound, CartClosed,
    CartIncomplete, AmountTooLarge, RateLimited or VersionConflict.
    """

    def attempt() -> Reply[CartView]:
        _, _, cart, options, locations = fetch(
            customers.signed_in(request),
            request.claim.read,
            store.cart_for(request, cart_id),
            fulfillment.shipping_options(),
            inventory.locations(),
        )
        request.require_match(cart.version)
        cart.require_open(request.now)
        if cart.customer_id != request.principal:
            raise NotFound("cart")
        company = _own_company(request)
        priced = priced_cart(cart, options, locations)
        if not cart.lines:
            raise CartIncomplete(priced)
        require_counted(priced)
        wanted = approval.asked(cart, company.id, priced.total, request.principal, request.now)
        if cart.awaits_company == company.id and cart.approval and cart.approval.total == wanted.total:
            return Reply(cart_view(priced), version=cart.version)
        waiting = cart.with_details(approval=wanted, decline_reason=None).touched(request.now)
        reply = Reply(cart_view(priced_cart(waiting, options, locations)), version=waiting.version)
        saved = store.save_cart(waiting, _requested(waiting, wanted))
        asking = limits.counting(ASKINGS, request.principal, request.now)
        commit(*saved, asking, *companies.still_for(request.principal, company), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def list_to_approve(query: PageQuery, request: Request) -> Reply[Listed[CartToApprove]]:
    """A page of the carts that wait for a word of the company's, who waits longest first.

    Raises NotSignedIn, NotFound, NotAdmin or BadCursor.
    """
    paging = Paging(request, query)
    fetch(customers.signed_in(request))
    return _waiting(_as_admin(request).id, paging, request)


def list_waiting(query: WaitingQuery, request: Request) -> Reply[Listed[CartToApprove]]:
    """The same of any company, for staff; none where there is no such company. Raises BadCursor."""
    return _waiting(query.company_id, Paging(request, query), request)


def approve_cart(cart_id: str, body: ApprovedTotal, request: Request) -> Reply[CartToApprove]:
    """The word for the cart as it is, up to the total that was seen. Approved again, it stays as it was.

    Raises NotSignedIn, NotFound, NotAdmin, CartClosed, TotalChanged, ApprovalOutdated, ApprovalDecided or
    VersionConflict.
    """

    def approved(cart: Cart, word: Approval) -> Cart:
        options, locations = fetch(fulfillment.shipping_options(), inventory.locations())
        total = priced_cart(cart, options, locations).total
        if total != body.expected_total:
            raise approval.TotalChanged(total, cart.currency)
        if word.status(cart) == "approved" and word.total != total:
            raise approval.ApprovalDecided("approved")
        return cart.with_details(approval=word.given(cart, total, request.principal, request.now))

    return _decide(cart_id, "approved", approved, request)


def decline_cart(cart_id: str, body: Declining, request: Request) -> Reply[CartToApprove]:
    """The cart without the company's word: its buyer may change it, and ask again. Declined again, it stays as it was.

    Raises NotSignedIn, NotFound, NotAdmin, CartClosed, ApprovalOutdated, ApprovalDecided or VersionConflict.
    """

    def declined(cart: Cart, word: Approval) -> Cart:
        said = word.declined(request.principal, request.now)
        return cart.with_details(approval=said, decline_reason=body.reason or None)

    return _decide(cart_id, "declined", declined, request)


def _waiting(company_id: str, paging: Paging, request: Request) -> Reply[Listed[CartToApprove]]:
    carts, page = store.page_of_carts_to_approve(company_id, request.now, paging.limit, paging.after)
    return Reply(Listed(data=[to_approve_view(each) for each in carts], **paging.next(page)))


def _decide(
    cart_id: str, decision: Decision, decided: Callable[[Cart, Approval], Cart], request: Request
) -> Reply[CartToApprove]:
    """What an admin says to a cart, once. It holds while they are an admin: the commit asks for it."""

    def attempt() -> Reply[CartToApprove]:
        fetch(customers.signed_in(request), request.claim.read)
        company = _as_admin(request)
        (cart,) = fetch(store.cart(cart_id))
        word = cart.approval
        if word is None or word.company_id != company.id:
            raise NotFound("cart")
        request.require_match(cart.version)
        cart.require_open(request.now)
        status = word.status(cart)
        if status == "outdated":
            raise approval.ApprovalOutdated
        if status not in ("asked", decision):
            raise approval.ApprovalDecided(status)
        after = decided(cart, word)
        if status == decision:
            return Reply(to_approve_view(cart), version=cart.version)
        after = after.touched(request.now)
        reply = Reply(to_approve_view(after), version=after.version)
        saved = store.save_cart(after, _decided(after, decision, request.principal, request.now))
        commit(*saved, *companies.still_for(request.principal, company), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def _requested(cart: Cart, word: Approval) -> CartApprovalRequested:
    told = word.model_dump(include={"company_id", "asked_by", "asked_at", "total"})
    return CartApprovalRequested(cart_id=cart.id, currency=cart.currency, **told)


def _decided(cart: Cart, decision: Decision, by: str, now: datetime) -> CartApprovalDecided:
    assert cart.approval, "whoever calls has looked"
    return CartApprovalDecided(
        cart_id=cart.id,
        currency=cart.currency,
        decided_by=by,
        decided_at=stamp(now),
        status=decision,
        **cart.approval.model_dump(include={"company_id", "asked_by", "total"}),
    )


def _own_company(request: Request) -> companies.Company:
    (company_id,) = fetch(companies.company_id_of(request.principal))
    if company_id is None:
        raise NotFound("company")
    return fetch(companies.company(company_id))[0]


def _as_admin(request: Request) -> companies.Company:
    company = _own_company(request)
    if not company.is_admin(request.principal):
        raise companies.NotAdmin
    return company
