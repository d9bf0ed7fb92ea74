"""A buyer asks for their company's word on a cart, and an admin of it gives it."""

from functions import companies, customers, fulfillment, inventory
from functions.orders import approval, store
from functions.orders.change_cart import priced_cart, require_counted
from functions.orders.complete_cart import CartIncomplete
from functions.orders.inputs import ApprovedTotal
from functions.orders.show import cart_view, to_approve_view
from functions.orders.views import CartToApprove, CartView
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Listed, PageQuery, Paging, Reply, Request


def ask_approval(cart_id: str, request: Request) -> Reply[CartView]:
    """The cart, which an admin of its customer's company now finds among those to approve; asked again, as it is then.

    Raises NotSignedIn, NotFound, CartClosed, CartIncomplete, AmountTooLarge or VersionConflict.
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
        waiting = cart.with_details(approval=wanted).touched(request.now)
        reply = Reply(cart_view(priced_cart(waiting, options, locations)), version=waiting.version)
        commit(*store.save_cart(waiting), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def list_to_approve(query: PageQuery, request: Request) -> Reply[Listed[CartToApprove]]:
    """A page of the carts that wait for a word of the company's, who waits longest first.

    Raises NotSignedIn, NotFound, NotAdmin or BadCursor.
    """
    paging = Paging(request, query)
    fetch(customers.signed_in(request))
    company = _as_admin(request)
    carts, page = store.page_of_carts_to_approve(company.id, request.now, paging.limit, paging.after)
    return Reply(Listed(data=[to_approve_view(each) for each in carts], **paging.next(page)))


def approve_cart(cart_id: str, body: ApprovedTotal, request: Request) -> Reply[CartToApprove]:
    """The word for the cart as it is, up to the total that was seen. Approved again, it stays as it was.

    Raises NotSignedIn, NotFound, NotAdmin, CartClosed, TotalChanged or VersionConflict.
    """

    def attempt() -> Reply[CartToApprove]:
        _, _, options, locations = fetch(
            customers.signed_in(request), request.claim.read, fulfillment.shipping_options(), inventory.locations()
        )
        company = _as_admin(request)
        (cart,) = fetch(store.cart(cart_id))
        word = cart.approval
        if word is None or word.company_id != company.id:
            raise NotFound("cart")
        request.require_match(cart.version)
        cart.require_open(request.now)
        total = priced_cart(cart, options, locations).total
        if total != body.expected_total:
            raise approval.TotalChanged(total, cart.currency)
        if word.status(cart) == "approved" and word.total == total:
            return Reply(to_approve_view(cart), version=cart.version)
        given = word.given(cart, total, request.principal, request.now)
        approved = cart.with_details(approval=given).touched(request.now)
        reply = Reply(to_approve_view(approved), version=approved.version)
        commit(*store.save_cart(approved), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


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
