"""Those who send webhooks: the processor and the carriers, or somebody who would pass for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.webhook_signature import sign
from tests.security.doors import Answer, Door, door
from tests.security.scene import Scene
from tests.world import CARRIERS, NOON, SECRETS


@dataclass(frozen=True)
class Sender:
    """Where it sends to, in which header it signs, and with what."""

    at: Door
    header: str
    secret: str
    path: str = ""  # signed with the bytes

    def send(self, scene: Scene, raw: bytes, **signature: Any) -> Answer:
        """These bytes, signed now unless another `signature` is given."""
        return scene.knock(self.at, raw, headers={self.header: signature.get("signature", self.signed(raw))})

    def signed(self, raw: bytes, when: datetime = NOON) -> str:
        """The header for these bytes."""
        return sign(raw, self.secret, when, path=self.path)


STRIPE = Sender(door("POST /webhooks/stripe"), "Stripe-Signature", SECRETS["stripe_webhook_secret"])
CARRIER = Sender(
    door("POST /webhooks/carriers/<carrier>"), "Carrier-Signature", CARRIERS["ups"], "/webhooks/carriers/ups"
)
