"""What shoppers ask of the shop about themselves: `/store/me/erasure` and `/store/me/export`."""

from functions.privacy.ask_erasure import ask_own_erasure
from functions.privacy.export import show_own_copy
from functions.privacy.table import SPEC
from functions.privacy.views import OwnCopy, OwnErasureView
from shared.http import Api, Reply, Request

api = Api("privacy", SPEC)


@api.post("/store/me/erasure", customer="needed", status=202)
def erase_me(request: Request) -> Reply[OwnErasureView]:
    """Ask to be forgotten: the account, carts, orders and tickets, as soon as no order is open. There is no way back.

    Country, region and amounts of what was bought stay, as the law asks of a shop's books. Asked again, it is the same.
    """
    return ask_own_erasure(request)


@api.get("/store/me/export", customer="needed")
def export_me(request: Request) -> Reply[OwnCopy]:
    """Show all that the shop keeps of the customer who asks: profile, orders, carts, tickets and what was written."""
    return show_own_copy(request)


handler = api.handler
