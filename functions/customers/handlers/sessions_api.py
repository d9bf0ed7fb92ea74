"""Where shoppers come with what the pool of customers gave them; no other Lambda of the store reads JWTs."""

from functions.customers.inputs import SignIn
from functions.customers.start_session import start_session
from functions.customers.table import SPEC
from functions.customers.views import SessionView
from shared.http import Api, Reply, Request

api = Api("customers", SPEC)


@api.post("/store/sessions", status=201)
def begin_session(request: Request, body: SignIn) -> Reply[SessionView]:
    """Begin a session: exchange the access token of the pool of customers for a token of the shop's, good for an hour.

    Who has not been here before becomes a customer. An Idempotency-Key has no effect: each request begins a session.
    """
    return start_session(body, request)


handler = api.handler
