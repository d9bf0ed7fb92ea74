"""PaymentIntents of twenty dollars, as a shop's server makes them."""

from typing import Any

BACK = "https://shop.example/back"


def an_intent(intents: Any, **params: Any) -> Any:
    """One that nobody has paid."""
    return intents.create(params={"amount": 2_000, "currency": "usd", **params})


def paid(intents: Any, card: str = "pm_card_visa", **params: Any) -> Any:
    """One that was confirmed with this card at once."""
    return an_intent(intents, payment_method=card, confirm=True, return_url=BACK, **params)
