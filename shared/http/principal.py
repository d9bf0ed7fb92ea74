"""Who sends a request: staff by what the authorizer says of them, a customer by a session, a guest by a token."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.http import guest
from shared.http.addresses import is_within
from shared.http.caller import whole_address_of
from shared.http.request import lacking
from shared.http.route import ANY_STAFF, Route
from shared.http.session import HEADER as SESSION_HEADER
from shared.http.session import Session, session_of
from shared.idempotency import STRANGER


class AddressNotAllowed(Forbidden):
    """The key counts only for calls from certain addresses, and this one came from another."""

    code = "address_not_allowed"

    def __init__(self) -> None:
        super().__init__("This key may not be used from the address that you call from.")


@dataclass(frozen=True)
class Principal:
    """Who sends a request. id: as all that is counted and kept by whom has it; besides: what else they have proven."""

    id: str
    session: Session | None = None
    besides: tuple[str, ...] = ()


def principal_of(
    route: Route, event: dict[str, Any], headers: dict[str, str], parameters: dict[str, str], now: datetime
) -> Principal:
    """Who sends it. headers: lower-case names. Raises Unauthenticated, Forbidden, NotSignedIn or NotFound."""
    if route.scope:
        return Principal(_staff(route.scope, event, headers))
    if route.customer == "needed":
        besides = (guest.bound_to(parameters[route.guest_of], headers, now),) if route.guest_of else ()
        return _customer(headers, now, *besides)
    if route.guest_of:
        return _guest(route, parameters[route.guest_of], headers, now)
    if route.customer and SESSION_HEADER in headers:
        return _customer(headers, now)
    return Principal(STRANGER)


def _guest(route: Route, object_id: str, headers: dict[str, str], now: datetime) -> Principal:
    """Who holds the object's token; or else a customer; or else who holds one of what it was made of. Or NotFound."""
    try:
        return Principal(guest.bound_to(object_id, headers, now))
    except NotFound:
        others = guest.opened_of(route.or_guest_of, headers, now) if route.or_guest_of else []
        if route.customer and SESSION_HEADER in headers:
            return _customer(headers, now, *others)
        if others:
            return Principal(others[0], None, tuple(others))
        raise


def _customer(headers: dict[str, str], now: datetime, *besides: str) -> Principal:
    found = session_of(headers, now)
    return Principal(found.customer_id, found, besides)


def _staff(scope: str, event: dict[str, Any], headers: dict[str, str]) -> str:
    """The key or the member that the authorizer knows. It lets everybody through: this is where nobody is refused."""
    known = granted(event)
    if not known.get("principal"):
        raise nobody()
    ranges = str(known.get("allowed_ips") or "").split()
    if ranges and not is_within(whole_address_of(headers, source_ip_of(event)), ranges):
        raise AddressNotAllowed
    if scope != ANY_STAFF and scope not in scopes_of(event):
        raise lacking(scope)
    return str(known["principal"])


def nobody() -> Unauthenticated:
    """What whoever is nobody is told on staff's routes."""
    return Unauthenticated("Send an API key, or the access token of somebody signed in: Authorization: Bearer ….")


def source_ip_of(event: dict[str, Any]) -> str:
    """Who connected to the gateway."""
    return str(event["requestContext"]["http"].get("sourceIp", ""))


def scopes_of(event: dict[str, Any]) -> list[str]:
    """What the authorizer lets the caller do."""
    return str(granted(event).get("scopes", "")).split()


def granted(event: dict[str, Any]) -> dict[str, Any]:
    """What the authorizer says of the caller."""
    return (event["requestContext"].get("authorizer") or {}).get("lambda") or {}
