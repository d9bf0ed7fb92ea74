"""POST /webhooks/helpdesk: takes in what the helpdesk tells us. 200 means kept."""

from functions.support.helpdesk.take_webhook import take_webhook
from shared.http import Api, Reply, Request, View
from shared.http.route import Sent

api = Api("support_webhooks")


class Received(View):
    """The event is kept, or was before, or does not concern us."""

    received: bool = True


@api.post("/webhooks/helpdesk", sent=Sent("X-Zendesk-Webhook-Signature"))
def helpdesk_webhook(request: Request) -> Reply[Received]:
    """Take in an event of the helpdesk's, where the shop has one.

    Signed as Zendesk signs: in X-Zendesk-Webhook-Signature the base64 of HMAC-SHA256 of `{timestamp}{body}` under the
    webhook's secret, the timestamp beside it in X-Zendesk-Webhook-Signature-Timestamp.
    """
    headers = request.headers
    signature = headers.get("x-zendesk-webhook-signature", "")
    take_webhook(request.raw, signature, headers.get("x-zendesk-webhook-signature-timestamp", ""), request.now)
    return Reply(Received())


handler = api.handler
