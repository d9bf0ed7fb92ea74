"""Who calls the staff's side: the decision on one Authorization header, a key's or somebody's access token."""

from dataclasses import dataclass
from datetime import datetime

from functions.access import store
from functions.access.api_key import ApiKey, must_note_use
from functions.access.member import Member, Status
from functions.access.role import limits_of, scopes_of
from functions.access.token import Presented, is_secret, person_s_token, presented
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.errors import Problem
from shared.pools import user_pool
from shared.tokens import BadToken, Claims, verified


@dataclass(frozen=True)
class Known:
    """Who it is, and what they may do."""

    id: str
    scopes: tuple[str, ...]
    allowed_ips: tuple[str, ...] = ()  # from where alone; none: from anywhere
    locations: tuple[str, ...] = ()  # at which alone they may change stock; none: at all


def authorize(authorization: object, now: datetime) -> Known | None:
    """Whom the header shows, if it is one of ours and counts; else None, for whatever reason.

    Raises only where the database, or the pool's keys, do not answer. The reason is logged with the id, never with what
    was shown.
    """
    if authorization in (None, "none"):  # what the edge puts in where a request has none
        return None
    if token := person_s_token(authorization):
        return _person(token, now)
    if shown := presented(authorization):
        return _key(shown, now)
    _note_refusal("malformed", None)
    return None


def _key(shown: Presented, now: datetime) -> Known | None:
    key, last_used_at = fetch(store.api_key(shown.key_id), store.last_use(shown.key_id))
    why_not = _why_not(key, shown, now)
    if key is None or why_not or (why_not := (key := store.as_it_counts(key)).refused(now)):
        _note_refusal(why_not, shown.key_id)
        return None
    _note_use(key.id, last_used_at, now)
    return Known(key.id, key.allowed, key.allowed_ips, key.locations)


def _why_not(key: ApiKey | None, shown: Presented, now: datetime) -> str | None:
    if key is None:
        return "unknown"
    if not is_secret(shown.secret, key.secret_hash):
        return "wrong_secret"
    return key.refused(now)


def _person(token: str, now: datetime) -> Known | None:
    """The token says who signed in and when, and what we keep says whether they still may, and what."""
    try:
        claims = verified(token, user_pool("staff"), now)
    except BadToken as bad:
        _note_bad_token(bad.why, None)
        return None
    staff_id = "staff_" + claims.username.removeprefix("staff_").upper()  # the pool does not tell capitals apart
    member, last_here = fetch(store.member(staff_id), store.last_use(staff_id))
    why_not = _why_not_in(member, claims)
    if member is None or why_not:
        _note_bad_token(why_not or "unknown", staff_id)
        return None
    _note_use(member.id, last_here, now)
    own = store.own_roles(member.roles)
    return Known(member.id, scopes_of(member.roles, own), locations=limits_of(member.locations, member.roles, own))


def _why_not_in(member: Member | None, claims: Claims) -> str | None:
    if member is None:
        return "unknown"
    if member.status != Status.ACTIVE:
        return str(member.status)
    return None if member.takes(claims.auth_time) else "signed_out"


def _note_bad_token(why: str, staff_id: str | None) -> None:
    telemetry.note("token_refused", code=why, staff_id=staff_id)
    if why != "expired":  # which every session comes to
        telemetry.count("TokensRefused")


def _note_refusal(why: str | None, key_id: str | None) -> None:
    telemetry.note("key_refused", code=why, key_id=key_id)
    telemetry.count("KeysRefused")


def _note_use(principal: str, last: str | None, now: datetime) -> None:
    """Write down the use, once an hour; a caller is not turned away because that fails."""
    if not must_note_use(last, now):
        return
    try:
        commit(store.use_noted(principal, now))
    except Problem as error:
        telemetry.warn("use_not_noted", error, principal_id=principal)
