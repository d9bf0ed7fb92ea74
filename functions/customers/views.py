"""The shapes that customers take in answers."""

from typing import Any, Literal

from functions.customers.customer import Customer
from shared import clock
from shared.http import View
from shared.http.session import Session


class SessionView(View):
    """A session: send its token as Session-Token. It can be renewed while it lasts, up to `renewable_until`."""

    object: Literal["session"] = "session"
    token: str
    customer_id: str
    expires_at: str
    renewable_until: str


class SessionEnded(View):
    """A session that is over."""

    object: Literal["session"] = "session"
    ended: Literal[True] = True


class ProfileView(View):
    """A customer, as they see themselves."""

    id: str
    object: Literal["customer"] = "customer"
    version: int
    email: str
    email_verified: bool
    first_name: str | None
    last_name: str | None
    phone: str | None
    locale: str | None
    accepts_marketing: bool
    created_at: str
    updated_at: str


def session_view(session: Session) -> SessionView:
    """The session as its shopper's client gets it."""
    return SessionView(
        token=session.token,
        customer_id=session.customer_id,
        expires_at=clock.stamp(session.expires_at),
        renewable_until=clock.stamp(session.renewable_until),
    )


def profile_view(customer: Customer) -> ProfileView:
    """The customer as they see themselves."""
    return ProfileView.model_validate(_fields(customer, ProfileView))


def _fields(customer: Customer, view: type[View]) -> dict[str, Any]:
    return customer.model_dump(include=set(view.model_fields) - {"object"})
