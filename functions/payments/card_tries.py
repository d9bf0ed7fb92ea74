"""How often cards may be tried on one order: where nobody counts, thieves find out which stolen ones still work."""

from functions.payments.payment import Payment
from shared.errors import RateLimited
from shared.settings import Settings, read_settings

RETRY_AFTER_S = 60  # by then the order has ended, and the shopper may begin another


class CardSettings(Settings):
    """card_tries_max: declined tries after which a payment is given up."""

    card_tries_max: int = 10


def has_tries_left(payment: Payment) -> bool:
    """Whether another card may be tried on it."""
    settings: CardSettings = read_settings(CardSettings)
    return payment.declines < settings.card_tries_max


def require_tries_left(payment: Payment) -> None:
    """Raises RateLimited (429, `card_tries`) where no other card may be tried on it."""
    if not has_tries_left(payment):
        raise RateLimited("card_tries", RETRY_AFTER_S)
