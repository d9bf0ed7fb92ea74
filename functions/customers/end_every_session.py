"""Sign out everywhere: because somebody asks, or because the password is another now."""

from functions.customers import store
from functions.customers.forget import sign_out_customer
from functions.customers.identity import require_same
from functions.customers.inputs import NewPassword, SignOut
from functions.customers.views import SessionEnded
from shared import own_account, telemetry
from shared.dynamo import fetch
from shared.http import Reply, Request


def end_every_session(body: SignOut, request: Request) -> Reply[SessionEnded]:
    """No token that was given to the customer opens anything any more, and no sign-in from before begins a session.

    With an access token, the pool forgets its sign-ins as well. It goes first: where the rest fails, ask again.

    Raises NotSignedIn, Unauthenticated or Unavailable.
    """
    fetch(store.signed_in(request))
    if body.access_token:
        require_same(body.access_token, request.principal, request.now)
        own_account.sign_out_everywhere(body.access_token)
    sign_out_customer(request.principal, request.now)
    return Reply(SessionEnded())


def change_password(body: NewPassword, request: Request) -> Reply[SessionEnded]:
    """The pool has the new password, and nobody is signed in any more: not here, and not there.

    Where it fails after the pool has the new one, who asks again hears that the previous one is wrong; what is left to
    do, `end_every_session` does.

    Raises NotSignedIn, Unauthenticated, WrongPassword, WeakPassword, RateLimited or Unavailable.
    """
    fetch(store.signed_in(request))
    require_same(body.access_token, request.principal, request.now)
    own_account.change_password(body.access_token, body.previous_password, body.new_password)
    sign_out_customer(request.principal, request.now)
    own_account.sign_out_everywhere(body.access_token)
    telemetry.note("password_changed", customer_id=request.principal)
    return Reply(SessionEnded())
