"""POST /webhooks/stripe: takes in what Stripe tells us. 200 means kept; anything else, and Stripe sends it again."""

from functions.payments.receive_webhook import receive_webhook
from shared.http import Api, Reply, Request, View
from shared.http.route import Sent

api = Api("payments")


class Received(View):
    """The event is kept, or was before, or does not concern us."""

    received: bool = True


@api.post("/webhooks/stripe", sent=Sent("Stripe-Signature"))
def stripe_webhook(request: Request) -> Reply[Received]:
    """Take in an event of Stripe's.

    Signed as Stripe signs: `t=…,v1=…` with HMAC-SHA256 of `{t}.{body}` under the endpoint's secret. Anything but
    2xx, and Stripe sends it again.
    """
    receive_webhook(request.raw, request.headers.get("stripe-signature", ""), request.now)
    return Reply(Received())


handler = api.handler
