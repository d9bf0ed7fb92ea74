"""Takes carriers' webhooks: verified over the raw bytes, kept once, answered at once."""

import re

from functions.fulfillment.carrier_event import CarrierEventInput, CarrierWebhookView
from functions.fulfillment.keep_carrier_event import keep_carrier_event
from functions.fulfillment.views import CARRIER
from shared import telemetry
from shared.errors import Invalid, NotFound
from shared.http import Api, Reply, Request
from shared.http.body import parse
from shared.secret import secret, valid_values
from shared.webhook_signature import BadWebhook, verify

SECRET = "carrier_webhook_secret"  # noqa: S105 - its name, not its value

api = Api("fulfillment_webhooks")


class InvalidSignature(Invalid):
    """Not signed by the carrier, changed on the way, or older than five minutes."""

    status = 400
    code = "invalid_signature"

    def __init__(self) -> None:
        super().__init__("The Carrier-Signature does not fit this body and time.", param="Carrier-Signature")


@api.post("/webhooks/carriers/<carrier>")
def receive(request: Request, carrier: str) -> Reply[CarrierWebhookView]:
    """Keep a carrier's event. A body is read only after its signature is found good."""
    if not re.fullmatch(CARRIER, carrier):
        raise NotFound("carrier")
    try:
        verify(request.raw, request.headers.get("carrier-signature", ""), _secrets(carrier), request.now)
    except BadWebhook:
        telemetry.count("CarrierWebhooksForged")
        raise InvalidSignature from None
    keep_carrier_event(carrier, parse(request.raw, CarrierEventInput), request.now)
    return Reply(CarrierWebhookView())


def _secrets(carrier: str) -> list[str]:
    """The carrier's own secret (and the one before it) where the shop has set one, else the secret that all share."""
    fields = secret(SECRET)
    own = [fields[name] for name in (carrier, f"{carrier}_previous") if fields.get(name)]
    return own or valid_values(SECRET)


handler = api.handler
