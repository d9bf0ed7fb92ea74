"""The pauses of AWS's own retries: doubled each time, up to a limit, and drawn so that not all come at once."""

from tests.simulation.plumbing.air import Air

FIRST_S = 1.0
MOST_S = 600.0  # so that EventBridge's 185 retries take about its 24 hours


def backoff_s(air: Air, tries: int, first_s: float = FIRST_S, most_s: float = MOST_S) -> float:
    """How long to wait after this many retries: between half and all of the doubled pause."""
    whole = min(first_s * 2.0 ** min(tries, 32), most_s)
    return whole * (0.5 + 0.5 * air.loop.random.random())
