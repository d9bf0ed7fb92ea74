"""Who knocks, and with what: one line for each column of the matrix."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

from shared import clock
from shared.clock import epoch
from shared.http.guest import TOKEN_DAYS, token_for
from shared.http.session import LIFE, Session
from shared.signing import seal
from tests.security.cast import Cast, Guest
from tests.security.doors import Answer, Door
from tests.security.good_bodies import GOOD
from tests.security.senders import CARRIER, HELPDESK, SENDERS, STRIPE
from tests.security.test_webhooks import NEWS, PARCEL
from tests.world import NOON

MISSING = "0" * 25 + "1"  # a ULID that nothing here has


@dataclass(frozen=True)
class Knock:
    """What makes a request a caller's own."""

    headers: Mapping[str, str] = field(default_factory=dict)
    swaps: Mapping[str, str] = field(default_factory=dict)  # ids in path, query and body, and what stands there instead


OPENED_BY = {"cart_id": "Cart-Token", "order_id": "Order-Token", "ticket_id": "Ticket-Token"}
Caller = Callable[[Cast, Door], Knock | None]  # None: the door knows no such case

CALLERS: dict[str, Caller] = {
    "nobody": lambda _, __: Knock(),
    "own token": lambda cast, _: Knock(_tokens(cast.ann)),
    "own token in the other header": lambda cast, _: Knock(_crossed(cast.ann)),
    "own token as a key": lambda cast, door: Knock(_bearer(_own(cast.ann, door))),
    "another's token": lambda cast, _: Knock(_tokens(cast.bob)),
    "own token, another's object": lambda cast, door: _aimed(_tokens(cast.ann), _swapped(cast, door)),
    "own token, missing object": lambda cast, door: _aimed(_tokens(cast.ann), _missing(cast, door)),
    "own token, another's part": lambda cast, door: _aimed(_tokens(cast.ann), _parts(cast, door)),
    "token of a missing object": lambda cast, door: _aimed(_of_missing(cast, door), _missing(cast, door)),
    "own token of another kind": lambda cast, door: Knock(_everywhere(_other_kind(cast.ann, door))),
    "own token sealed as a cursor": lambda cast, door: Knock(_everywhere(_sealed(cast.ann, door))),
    "own token with a letter changed": lambda cast, door: Knock(_everywhere(_changed(_own(cast.ann, door)))),
    "own token, expired": lambda cast, door: Knock(_everywhere(_expired(cast.ann, door))),
    "own session": lambda cast, _: Knock(_session(cast.ann.session)),
    "another's session": lambda cast, _: Knock(_session(cast.bob.session)),
    "own session, another's object": lambda cast, door: _aimed(_session(cast.ann.session), _swapped(cast, door)),
    "own session, missing object": lambda cast, door: _aimed(_session(cast.ann.session), _gone(cast, door)),
    "own session and token": lambda cast, _: Knock({**_tokens(cast.ann), **_session(cast.ann.session)}),
    "another's session and own token": lambda cast, _: Knock({**_tokens(cast.ann), **_session(cast.bob.session)}),
    "own session, signed out": lambda cast, _: Knock(_session(cast.ended)),
    "own session, expired": lambda cast, _: Knock(_session(_begun(cast.ann, NOON - LIFE).token)),
    "own session with a letter changed": lambda cast, _: Knock(_session(_changed(cast.ann.session))),
    "own session as a token or a key": lambda cast, _: Knock(
        {**_everywhere(cast.ann.session), **_bearer(cast.ann.session)}
    ),
    "own token as a session": lambda cast, door: Knock(_session(_own(cast.ann, door))),
    "key with all scopes": lambda cast, _: Knock(_bearer(cast.keys["all"])),
    "key, missing object": lambda cast, door: _aimed(_bearer(cast.keys["all"]), _missing(cast, door)),
    "key, another's part": lambda cast, door: _aimed(_bearer(cast.keys["all"]), _parts(cast, door)),
    "key without scopes": lambda cast, _: Knock(_bearer(cast.keys["none"])),
    "key revoked": lambda cast, _: Knock(_bearer(cast.keys["revoked"])),
    "key revoked within the minute": lambda cast, _: Knock(_bearer(cast.keys["just revoked"])),
    "key expired": lambda cast, _: Knock(_bearer(cast.keys["expired"])),
    "key unknown": lambda cast, _: Knock(_bearer(cast.keys["unknown"])),
    "key with another secret": lambda cast, _: Knock(_bearer(cast.keys["wrong secret"])),
    "key in another header": lambda cast, _: Knock({"X-Api-Key": cast.keys["all"]}),
    "key as a guest's token": lambda cast, _: Knock(_everywhere(cast.keys["all"])),
    "signed by the sender": lambda cast, door: _signed(cast, door, secret=None),
    "signed with another secret": lambda cast, door: _signed(cast, door, secret="another"),
}


def ask(cast: Cast, door: Door, knock: Knock) -> Answer:
    """What this caller gets for a request that is good in all else."""
    scene = cast.scene
    texts = [door.path(scene.parameters(door)), json.dumps(scene.query(door)), body(cast, door).decode()]
    for own, other in knock.swaps.items():
        texts = [text.replace(own, other) for text in texts]
    path, query, raw = texts
    key = {"Idempotency-Key": uuid4().hex} if door.route.method == "POST" else {}
    return cast.gateway.knock(door.route.method, path, raw.encode(), {**key, **knock.headers}, json.loads(query))


def body(cast: Cast, door: Door) -> bytes:
    """A good body, if the door takes one."""
    if door == CARRIER.at:
        return json.dumps(PARCEL).encode()
    if door == STRIPE.at:
        return json.dumps(next(iter(cast.scene.shop.double.control("state")["events"].values()))).encode()
    if door == HELPDESK.at:
        return json.dumps(NEWS).encode()
    if door.body is None:
        return b""
    good = GOOD[door.name](cast.scene.ids)[0]
    if door.name == "POST /store/carts/<cart_id>/complete":
        good["expected_total"] = cast.ann.cart["total"]
    if door.name == "POST /admin/api_keys":
        good["scopes"] = ["keys:read"]  # which every key has that may make one
    return json.dumps(good).encode()


def _aimed(headers: dict[str, str], swaps: dict[str, str]) -> Knock | None:
    return Knock(headers, swaps) if headers and swaps else None


def _tokens(guest: Guest) -> dict[str, str]:
    return guest.tokens


def _session(token: str) -> dict[str, str]:
    return {"Session-Token": token}


def _elsewhere(session: str) -> dict[str, str]:
    return {**_everywhere(session), **_bearer(session)}


def _begun(guest: Guest, at: datetime) -> Session:
    return Session("ses_1", guest.customer_id, clock.stamp(at), clock.stamp(at))


def _gone(cast: Cast, door: Door) -> dict[str, str]:
    """Of what customers own."""
    return _missing(cast, door) if door.route.guest_of or door.route.customer else {}


def _crossed(guest: Guest) -> dict[str, str]:
    """Each in the header of the next."""
    headers, tokens = list(guest.tokens), list(guest.tokens.values())
    return dict(zip(headers, [*tokens[1:], tokens[0]], strict=True))


def _everywhere(token: str) -> dict[str, str]:
    return dict.fromkeys(OPENED_BY.values(), token)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _own(guest: Guest, door: Door) -> str:
    return guest.tokens[OPENED_BY[door.route.guest_of or "cart_id"]]


def _other_kind(guest: Guest, door: Door) -> str:
    own = _own(guest, door)
    return next(token for token in reversed(guest.tokens.values()) if token != own)


def _own_id(guest: Guest, door: Door) -> str:
    return guest.ids[door.route.guest_of or "cart_id"]


def _sealed(guest: Guest, door: Door) -> str:
    return seal("cursor", {"sub": _own_id(guest, door), "exp": epoch(NOON + timedelta(days=1))})


def _changed(token: str) -> str:
    return token[:-3] + ("A" if token[-3] != "A" else "B") + token[-2:]


def _expired(guest: Guest, door: Door) -> str:
    return token_for(_own_id(guest, door), NOON - timedelta(days=TOKEN_DAYS))


def _swapped(cast: Cast, door: Door) -> dict[str, str]:
    """Another guest's object in the place of one's own."""
    own = door.route.guest_of
    return {cast.ann.ids[own]: cast.bob.ids[own]} if own else {}


def _parts(cast: Cast, door: Door) -> dict[str, str]:
    """The line of another cart or order in one's own."""
    request = door.path(cast.scene.parameters(door)) + body(cast, door).decode()
    names = ("line_item_id", "order_line_id")
    return {cast.ann.ids[name]: cast.bob.ids[name] for name in names if cast.ann.ids[name] in request}


def _missing(cast: Cast, door: Door) -> dict[str, str]:
    """No object in the place of the one that the request is about: of its path, its query or its body."""
    parameters = cast.scene.parameters(door)
    request = json.dumps(cast.scene.query(door)) + body(cast, door).decode()
    named = [cast.scene.ids[name] for name in ("order_id", "variant_id") if cast.scene.ids[name] in request]
    subject = next(iter([*parameters.values(), *named]), None)
    return {subject: f"{subject.partition('_')[0]}_{MISSING}"} if subject else {}


def _of_missing(cast: Cast, door: Door) -> dict[str, str]:
    """A genuine token, of something that is not there any more."""
    gone = next(iter(_missing(cast, door).values()), "")
    return _everywhere(token_for(gone, NOON)) if door.route.guest_of else {}


def _signed(cast: Cast, door: Door, secret: str | None = None) -> Knock | None:
    sender = next((each for each in SENDERS if each.at == door), None)
    if sender is None:
        return None
    signing = replace(sender, secret=secret or sender.secret)
    return Knock(signing.headers(body(cast, door)))
