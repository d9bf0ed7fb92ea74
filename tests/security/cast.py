"""Those who come to the doors in the matrix: two shoppers with a cart and an order each, and holders of keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from functions.access import store
from functions.access.api_key import ApiKey
from functions.access.scopes import SCOPES, expand
from functions.access.token import hash_of, token_of
from functions.orders import confirm_token
from shared import clock, ids
from shared.dynamo import commit, fetch
from shared.ids import derived_id
from tests import database
from tests.security.gateway import Gateway
from tests.security.scene import Scene, a_mail, a_note, furnished, join
from tests.simulation.dynamodb import Snapshot
from tests.world import NOON

SECRET = "A" * 43
ANY_STAFF_ROUTE = "/admin/locations"


@dataclass(frozen=True)
class Guest:
    """A shopper: an open cart, a paid order of which nothing is shipped, a ticket; their tokens, an account's session.

    tokens: by the header that each is sent in.
    """

    cart: Any
    order: Any
    ticket: Any
    tokens: dict[str, str]
    session: str
    customer_id: str
    address_id: str

    @property
    def ids(self) -> dict[str, str]:
        """What is this guest's, by the names that routes give it."""
        line, sold = self.cart["items"][0]["id"], self.order["items"][0]["id"]
        own = {"cart_id": self.cart["id"], "line_item_id": line, "order_id": self.order["id"], "order_line_id": sold}
        own |= {"ticket_id": self.ticket["id"], "address_id": self.address_id}
        return own | {"payment_id": self.order["payments"][0], "confirm_token": confirm_token(self.order["id"], NOON)}


@dataclass
class Cast:
    """The furnished shop, the people in it, and the gateway before it."""

    scene: Scene
    ann: Guest  # whose objects the requests are about
    bob: Guest
    gateway: Gateway = field(default_factory=Gateway)
    ended: str = ""  # the token of a session of ann's that she has signed out of
    keys: dict[str, str] = field(default_factory=dict)  # tokens, by what they are or may
    saved: Snapshot | None = None
    accounts: dict[str, Any] = field(default_factory=dict)  # those of the pool

    def restore(self) -> None:
        """Every table as it was: so each request meets the same shop, whatever the one before it did."""
        assert self.saved
        database.here().restore(self.saved)
        self.scene.shop.pool.accounts = dict(self.accounts)


@contextmanager
def cast() -> Iterator[Cast]:
    """The furnished shop with two guests and all the keys in it."""
    with furnished() as scene:
        made = Cast(scene, _guest(scene), _guest(scene))
        scene.ids |= made.ann.ids
        scene.ids["note_id"] = a_note(scene.shop, made.ann.order["id"])
        scene.ids["mail_id"] = a_mail(scene.shop, made.ann.order["id"])
        join(scene.shop, scene.ids["company_id"], made.ann.customer_id, "admin")
        scene.ids["own_access_token"] = scene.shop.pool.token(_account(made))
        made.ended = _signed_out(made)
        _give_keys(made)
        made.saved = database.here().snapshot()
        made.accounts = dict(scene.shop.pool.accounts)
        yield made


def without(scope: str) -> str:
    """The name of the key with all scopes but those that carry this one."""
    return f"all but {scope}"


def _guest(scene: Scene) -> Guest:
    shop, variant, option = scene.shop, scene.ids["variant_id"], scene.ids["option_id"]
    session = shop.sign_in(shop.pool.sign_up(f"{len(shop.pool.accounts)}@example.com"))
    _, completed, _ = shop.complete(shop.a_cart(variant, option, quantity=2, **session))
    shop.pay(completed)
    shop.pump()
    cart = shop.a_cart(variant, option, 2, **session)
    ticket = shop.a_ticket()
    tokens = {"Cart-Token": cart["token"], "Order-Token": completed["order_token"], "Ticket-Token": ticket["token"]}
    order = shop.order(completed["order"]["id"])
    address_id = shop.an_address(session)
    return Guest(cart, order, ticket, tokens, session["Session_Token"], cart["customer_id"], address_id)


def _account(made: Cast) -> str:
    """Ann's, in the pool."""
    accounts = made.scene.shop.pool.accounts
    return next(each for each in accounts if derived_id("cus", each) == made.ann.customer_id)


def _signed_out(made: Cast) -> str:
    shop = made.scene.shop
    session = shop.sign_in(_account(made))
    status, _, _ = shop.call("DELETE", "/store/sessions/current", **session)
    assert status == 200
    return session["Session_Token"]


def _give_keys(made: Cast) -> None:
    for scope in SCOPES:
        made.keys[scope] = _key(scope)
        made.keys[without(scope)] = _key(*(other for other in SCOPES if scope not in expand([other])))
    made.keys |= {"all": _key(*SCOPES), "none": _key()}
    made.keys["wrong secret"] = made.keys["all"][:-1] + "B"
    made.keys["unknown"] = token_of(ids.new_id("key"), SECRET)
    made.keys["expired"] = _key(*SCOPES, expires_at=clock.stamp(NOON - timedelta(seconds=1)))
    made.keys["revoked"] = _key(*SCOPES, revoked_at=clock.stamp(NOON))
    made.keys["just revoked"] = _key(*SCOPES)
    for token in made.keys.values():  # the gateway has seen each of them once
        made.gateway.knock("GET", ANY_STAFF_ROUTE, b"", {"Authorization": f"Bearer {token}"}, {})
    key_id = "key_" + made.keys["just revoked"].split("_")[1]
    (key,) = fetch(store.api_key(key_id))
    assert key is not None
    commit(store.changed(key, key.revoked(NOON)))


def _key(*scopes: str, **more: Any) -> str:
    key = ApiKey(ids.new_id("key"), "test", hash_of(SECRET), scopes, clock.stamp(NOON), (), None)
    commit(store.made(replace(key, **more)))
    return token_of(key.id, SECRET)
