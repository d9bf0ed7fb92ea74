"""What shoppers do with their account: `/store/me` and the session that opens it."""

from functions.customers.change_addresses import add_address, change_address, list_addresses, remove_address
from functions.customers.change_profile import change_profile, show_profile
from functions.customers.change_wish_list import add_wish, remove_wish, show_wish_list
from functions.customers.decide_consent import decide_consent, list_consents
from functions.customers.end_sessions import end_session, renew_session
from functions.customers.enter_code import enter_code
from functions.customers.follow_letter import confirm_consent, show_unsubscribe, unsubscribe
from functions.customers.inputs import (
    AddressChange,
    CodeOfText,
    ConsentConfirmation,
    Decision,
    LetterLink,
    NewAddress,
    NewWish,
    Profile,
)
from functions.customers.table import SPEC
from functions.customers.views import (
    ConsentView,
    DeletedAddress,
    OwnAddressView,
    ProfileView,
    SessionEnded,
    SessionView,
    WishListView,
)
from shared.http import Api, Listed, Reply, Request

api = Api("customers", SPEC)


@api.post("/store/sessions/renew", customer="needed")
def renew(request: Request) -> Reply[SessionView]:
    """Renew the session while it lasts: another token, good for an hour, up to `renewable_until`.

    An Idempotency-Key has no effect: each request makes a token.
    """
    return renew_session(request)


@api.delete("/store/sessions/current", customer="needed")
def sign_out(request: Request) -> Reply[SessionEnded]:
    """Sign out: no token of this session opens anything any more."""
    return end_session(request)


@api.get("/store/me", customer="needed")
def get_me(request: Request) -> Reply[ProfileView]:
    """Show the customer who is signed in."""
    return show_profile(request)


@api.patch("/store/me", customer="needed")
def update_me(request: Request, body: Profile) -> Reply[ProfileView]:
    """Change the profile: what is left out stays, null empties."""
    return change_profile(body, request)


@api.get("/store/me/wish_list", customer="needed")
def get_wish_list(request: Request) -> Reply[WishListView]:
    """Show the customer's wish list, what was put down last first."""
    return show_wish_list(request)


@api.post("/store/me/wish_list/items", customer="needed")
def create_wish(request: Request, body: NewWish) -> Reply[WishListView]:
    """Put a variant on the wish list. Asked again, it changes nothing; an Idempotency-Key has no effect."""
    return add_wish(body, request)


@api.delete("/store/me/wish_list/items/<variant_id>", customer="needed")
def delete_wish(request: Request, variant_id: str) -> Reply[WishListView]:
    """Take a variant off the wish list."""
    return remove_wish(variant_id, request)


@api.get("/store/me/consents", customer="needed")
def get_consents(request: Request) -> Reply[Listed[ConsentView]]:
    """List what the customer may agree to, and how it stands."""
    return list_consents(request)


@api.put("/store/me/consents/<channel>/<purpose>", customer="needed")
def put_consent(request: Request, body: Decision, channel: str, purpose: str) -> Reply[ConsentView]:
    """Agree to be written to, or take it back. `text` is what the page said beside the box; it is kept as the proof.

    By e-mail the consent is `pending` first: a letter asks whether it was them, unless the shop does without. Asked
    again within ten minutes, no second letter is sent. By `sms` it is `pending` until the code is entered that a text
    message brings to the profile's phone number; where the shop sends none, it is refused (`texts_not_offered`).
    """
    return decide_consent(channel, purpose, body, request)


@api.post("/store/me/consents/<channel>/<purpose>/confirm", customer="needed")
def confirm_by_code(request: Request, body: CodeOfText, channel: str, purpose: str) -> Reply[ConsentView]:
    """Enter the code of a text message: the consent counts from then on. It is good for ten minutes and five tries.

    Entered again, it is as it is; an Idempotency-Key has no effect.
    """
    return enter_code(channel, purpose, body, request)


@api.post("/store/consents/confirm")
def confirm_my_consent(request: Request, body: ConsentConfirmation) -> Reply[ConsentView]:
    """Confirm a consent: whoever has the letter's token reads the mail of the customer's address.

    Confirmed again, it is as it is; an Idempotency-Key has no effect.
    """
    return confirm_consent(body, request)


@api.get("/store/consents/unsubscribe", gives=("text/html",))
def show_unsubscribing(request: Request, query: LetterLink) -> Reply[str]:
    """The page of a letter's unsubscribe link. It asks, and changes nothing: the button on it does."""
    return show_unsubscribe(query, request)


@api.post("/store/consents/unsubscribe", gives=("text/html",))
def unsubscribe_by_letter(request: Request, query: LetterLink) -> Reply[str]:
    """Take a consent back by a letter's link: the form `List-Unsubscribe=One-Click`, as mail programs send it.

    RFC 8058. Nobody needs to be signed in; asked again, it changes nothing.
    """
    return unsubscribe(query, request)


@api.get("/store/me/addresses", customer="needed")
def get_addresses(request: Request) -> Reply[Listed[OwnAddressView]]:
    """List the addresses that the customer keeps."""
    return list_addresses(request)


@api.post("/store/me/addresses", status=201, customer="needed")
def create_address(request: Request, body: NewAddress) -> Reply[OwnAddressView]:
    """Keep an address for carts to come. The first one is meant for shipping and billing."""
    return add_address(body, request)


@api.patch("/store/me/addresses/<address_id>", customer="needed")
def update_address(request: Request, body: AddressChange, address_id: str) -> Reply[OwnAddressView]:
    """Put another address in its place, or say what it is meant for."""
    return change_address(address_id, body, request)


@api.delete("/store/me/addresses/<address_id>", customer="needed")
def delete_address(request: Request, address_id: str) -> Reply[DeletedAddress]:
    """Remove an address. Orders keep theirs."""
    return remove_address(address_id, request)


handler = api.handler
