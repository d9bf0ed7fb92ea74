"""How often one order's payment may be asked for again: each time, the processor is asked for its client secret."""

from shared import clock, limits
from shared.settings import Settings, read_settings


class PaymentCallLimits(Settings):
    """payment_calls_per_hour: of one order, beyond the first."""

    payment_calls_per_hour: int = 60


def count_payment_call(order_id: str) -> None:
    """Count one more. Raises RateLimited."""
    most = read_settings(PaymentCallLimits).payment_calls_per_hour
    limits.count(limits.Limit("payment_calls", most, limits.HOUR_S), order_id, clock.now())
