"""Where shoppers come with what the pool of customers gave them; no other Lambda of the store reads JWTs."""

from functions.customers.end_every_session import change_password, end_every_session
from functions.customers.inputs import NewPassword, SignIn, SignOut
from functions.customers.start_session import start_session
from functions.customers.table import SPEC
from functions.customers.views import SessionEnded, SessionView
from shared.http import Api, Reply, Request

api = Api("customers", SPEC)


@api.post("/store/sessions", status=201)
def begin_session(request: Request, body: SignIn) -> Reply[SessionView]:
    """Begin a session: exchange the access token of the pool of customers for a token of the shop's, good for an hour.

    Who has not been here before becomes a customer. An Idempotency-Key has no effect: each request begins a session.
    """
    return start_session(body, request)


@api.post("/store/sessions/end_all", customer="needed")
def sign_out_everywhere(request: Request, body: SignOut) -> Reply[SessionEnded]:
    """Sign out everywhere: every session of the customer ends, and no sign-in from before begins another.

    With `access_token`, the pool's own tokens end as well. An Idempotency-Key has no effect.
    """
    return end_every_session(body, request)


@api.post("/store/me/password", customer="needed")
def new_password(request: Request, body: NewPassword) -> Reply[SessionEnded]:
    """Change the password; every session ends, this one too. Sign in with the new one.

    An Idempotency-Key has no effect.
    """
    return change_password(body, request)


handler = api.handler
