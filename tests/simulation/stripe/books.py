"""What Stripe's books say in the end: what was taken and what went back, for each PaymentIntent."""

from collections.abc import Mapping
from dataclasses import dataclass

from local.stripe_double.refunds import GONE
from local.stripe_double.state import Json, World


@dataclass(frozen=True, slots=True)
class Book:
    """A PaymentIntent's money, in minor units of its currency."""

    intent: str
    status: str  # Stripe's
    currency: str
    amount: int
    captured: int
    refunded: int  # refunds that stand, pending ones too; failed ones came back
    captures: int  # charges that took money: one at most
    canceled: bool
    metadata: Mapping[str, str]

    @property
    def kept(self) -> int:
        """What the shop has of it: captured less refunded."""
        return self.captured - self.refunded


def book_of(world: World, intent: Json) -> Book:
    """The book of one PaymentIntent."""
    taken = [charge for charge in world.parts("charges", intent["id"]) if charge["paid"] and charge["captured"]]
    standing = [refund for refund in world.parts("refunds", intent["id"]) if refund["status"] not in GONE]
    return Book(
        intent=intent["id"],
        status=intent["status"],
        currency=intent["currency"],
        amount=intent["amount"],
        captured=sum(charge["amount_captured"] for charge in taken),
        refunded=sum(refund["amount"] for refund in standing),
        captures=len(taken),
        canceled=intent["status"] == "canceled",
        metadata=dict(intent["metadata"]),
    )
