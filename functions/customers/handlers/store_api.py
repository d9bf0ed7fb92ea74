"""What shoppers do with their account: `/store/me` and the session that opens it."""

from functions.customers.change_profile import change_profile, show_profile
from functions.customers.end_sessions import end_session, renew_session
from functions.customers.inputs import Profile
from functions.customers.table import SPEC
from functions.customers.views import ProfileView, SessionEnded, SessionView
from shared.http import Api, Reply, Request

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


handler = api.handler
