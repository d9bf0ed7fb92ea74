"""A customer keeps addresses, and says which of them are meant where nothing is said."""

from collections.abc import Callable

from functions.customers import store
from functions.customers.address_book import AddressBook
from functions.customers.inputs import AddressChange, NewAddress
from functions.customers.views import DeletedAddress, OwnAddressView, own_address_view
from shared import ids
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Listed, Reply, Request


def list_addresses(request: Request) -> Reply[Listed[OwnAddressView]]:
    """All of them, in the order in which they came. Raises NotSignedIn."""
    _, book = fetch(store.signed_in(request), store.address_book(request.principal))
    return Reply(Listed(data=[own_address_view(book, each.id) for each in book.addresses]))


def add_address(body: NewAddress, request: Request) -> Reply[OwnAddressView]:
    """One more address. Raises NotSignedIn or TooManyAddresses."""

    def attempt() -> Reply[OwnAddressView]:
        _, _, book = fetch(store.signed_in(request), request.claim.read, store.address_book(request.principal))
        address_id = ids.new_id("adr", request.now)
        added = book.with_address(address_id, body.address)
        added = added.meant(address_id, shipping=body.is_default_shipping, billing=body.is_default_billing)
        reply = Reply(own_address_view(added, address_id), 201, version=1)
        commit(*store.save_address_book(book, added), *request.claim.settle(reply))
        return reply

    return retry_stale(attempt)


def change_address(address_id: str, body: AddressChange, request: Request) -> Reply[OwnAddressView]:
    """Another address in its place, or what it is meant for. Raises NotSignedIn, NotFound or VersionConflict."""

    def changed(book: AddressBook) -> AddressBook:
        other = book.with_other(address_id, body.address) if body.address else book
        return other.meant(address_id, shipping=body.is_default_shipping, billing=body.is_default_billing)

    book = _change(address_id, changed, request)
    return Reply(own_address_view(book, address_id), version=book.entry(address_id).version)


def remove_address(address_id: str, request: Request) -> Reply[DeletedAddress]:
    """The address is gone from the book; orders keep theirs. Raises NotSignedIn, NotFound or VersionConflict."""
    _change(address_id, lambda book: book.without(address_id), request)
    return Reply(DeletedAddress(id=address_id))


def _change(address_id: str, change: Callable[[AddressBook], AddressBook], request: Request) -> AddressBook:
    def attempt() -> AddressBook:
        _, book = fetch(store.signed_in(request), store.address_book(request.principal))
        request.require_match(book.entry(address_id).version)
        after = change(book)
        if after != book:
            commit(*store.save_address_book(book, after))
        return after

    return retry_stale(attempt)
