"""Those who send webhooks: the processor, the carriers and the helpdesk, or somebody who would pass for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.clock import stamp
from shared.webhook_signature import sign, sign_apart
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

    def headers(self, raw: bytes, when: datetime = NOON) -> dict[str, str]:
        """All that proves who sent these bytes."""
        return {self.header: self.signed(raw, when)}

    def signed(self, raw: bytes, when: datetime = NOON) -> str:
        """The header for these bytes."""
        return sign(raw, self.secret, when, path=self.path)


@dataclass(frozen=True)
class Helpdesk(Sender):
    """One who signs time and bytes, and tells both apart."""

    def send(self, scene: Scene, raw: bytes, **signature: Any) -> Answer:
        """These bytes, signed now unless another `signature` is given."""
        headers = self.headers(raw)
        return scene.knock(
            self.at, raw, headers=headers | {self.header: signature.get("signature", headers[self.header])}
        )

    def headers(self, raw: bytes, when: datetime = NOON) -> dict[str, str]:
        """All that proves who sent these bytes."""
        return {self.header: self.signed(raw, when), f"{self.header}-Timestamp": stamp(when)}

    def signed(self, raw: bytes, when: datetime = NOON) -> str:
        """The header for these bytes."""
        return sign_apart(raw, self.secret, stamp(when))


STRIPE = Sender(door("POST /webhooks/stripe"), "Stripe-Signature", SECRETS["stripe_webhook_secret"])
CARRIER = Sender(
    door("POST /webhooks/carriers/<carrier>"), "Carrier-Signature", CARRIERS["ups"], "/webhooks/carriers/ups"
)
HELPDESK = Helpdesk(door("POST /webhooks/helpdesk"), "X-Zendesk-Webhook-Signature", SECRETS["helpdesk_webhook_secret"])
SENDERS = (STRIPE, CARRIER, HELPDESK)
