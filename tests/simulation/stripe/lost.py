"""The one way a call may end without an answer."""


class Lost(Exception):
    """Nobody hears an answer: the request or its answer was lost, or Stripe takes longer than anybody waits."""
