"""Takes carriers' webhooks: verified over the raw bytes, kept once, answered at once."""

import re

from functions.fulfillment.carrier_event import CarrierEventInput, CarrierWebhookView
from functions.fulfillment.keep_carrier_event import keep_carrier_event
from functions.fulfillment.views import CARRIER
from shared import telemetry
from shared.errors import Invalid, NotFound
from shared.http import Api, Reply, Request
from shared.http.body import parse
from shared.http.route import Sent
from shared.secret import secret
from shared.webhook_signature import BadWebhook, verify

SECRET = "carrier_webhook_secret"  # noqa: S105 - its name, not its value
NO_CARRIERS = frozenset({"current", "previous"})  # what a plain secret's fields are called

api = Api("fulfillment_webhooks")


class InvalidSignature(Invalid):
    """Not signed by the carrier for its own path, changed on the way, or older than five minutes."""

    status = 400
    code = "invalid_signature"

    def __init__(self) -> None:
        super().__init__("The Carrier-Signature does not fit this path, body and time.", param="Carrier-Signature")


@api.post("/webhooks/carriers/<carrier>", sent=Sent("Carrier-Signature", CarrierEventInput))
def receive(request: Request, carrier: str) -> Reply[CarrierWebhookView]:
    """Keep a carrier's event. A body is read only after its signature is found good.

    `Carrier-Signature: t=<seconds since 1970>,v1=<hex>`, where the hex is HMAC-SHA256 of `{t}.{path}.{body}` under the
    carrier's own secret: `hmac.new(secret, b"1764403200./webhooks/carriers/ups." + body, "sha256").hexdigest()`.
    The same event may be sent again; it counts once by its `event_id`.
    """
    secrets = _secrets(carrier)
    signature = request.headers.get("carrier-signature", "")
    try:
        verify(request.raw, signature, secrets, request.now, path=f"/webhooks/carriers/{carrier}")
    except BadWebhook:
        telemetry.count("CarrierWebhooksForged")
        raise InvalidSignature from None
    keep_carrier_event(carrier, parse(request.raw, CarrierEventInput), request.now)
    return Reply(CarrierWebhookView())


def _secrets(carrier: str) -> list[str]:
    """The carrier's secret, and the one before it during a rotation. Raises NotFound for one that has none."""
    if not re.fullmatch(CARRIER, carrier) or carrier in NO_CARRIERS:
        raise NotFound("carrier")
    fields = secret(SECRET)
    own = [fields[name] for name in (carrier, f"{carrier}_previous") if fields.get(name)]
    if not own:
        raise NotFound("carrier")
    return own


handler = api.handler
