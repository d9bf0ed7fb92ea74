"""A customer puts variants on a list, and takes them off. Whether they are for sale, the catalog tells who looks."""

from collections.abc import Callable

from functions.customers import store
from functions.customers.inputs import NewWish
from functions.customers.views import WishListView, wish_list_view
from functions.customers.wish_list import WishList
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def show_wish_list(request: Request) -> Reply[WishListView]:
    """All of it. Raises NotSignedIn."""
    _, found = fetch(store.signed_in(request), store.wish_list(request.principal))
    return Reply(wish_list_view(found), version=found.version)


def add_wish(body: NewWish, request: Request) -> Reply[WishListView]:
    """The list with it; what is there already stays where it is. Raises NotSignedIn, TooManyWishes, VersionConflict."""
    return _change(lambda found: found.with_variant(body.variant_id, request.now), request)


def remove_wish(variant_id: str, request: Request) -> Reply[WishListView]:
    """The list without it. Raises NotSignedIn, NotFound or VersionConflict."""
    return _change(lambda found: found.without(variant_id), request)


def _change(change: Callable[[WishList], WishList], request: Request) -> Reply[WishListView]:
    def attempt() -> Reply[WishListView]:
        _, seen = fetch(store.signed_in(request), store.wish_list(request.principal))
        request.require_match(seen.version)
        after = change(seen)
        if after is not seen:
            commit(store.save_wish_list(after))
        return Reply(wish_list_view(after), version=after.version)

    return retry_stale(attempt)
