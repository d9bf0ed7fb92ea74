"""ClientRequestTokens: what they meant in the last ten minutes."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.simulation.dynamodb.errors import AwsError
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.limits import TOKEN_S


@dataclass(frozen=True, slots=True)
class Done:
    """A transaction that happened. request: all of it but the token. keys: (table, key) of what it touched."""

    token: str
    at: float
    request: Any
    keys: tuple[tuple[str, Key], ...]


class Tokens:
    """The transactions that happened, by their tokens. One that was canceled leaves none."""

    def __init__(self, done: Iterable[Done] = ()) -> None:
        self._in_order = deque(done)
        self._by_token = {each.token: each for each in self._in_order}

    def find(self, token: str, request: Any, now: float) -> Done | None:
        """The transaction of this token. Raises AwsError where that was another request."""
        while self._in_order and self._in_order[0].at <= now - TOKEN_S:
            del self._by_token[self._in_order.popleft().token]
        done = self._by_token.get(token)
        if done is not None and done.request != request:
            message = "Request was reused with different parameters within the idempotency window"
            raise AwsError("IdempotentParameterMismatchException", message)
        return done

    def add(self, done: Done) -> None:
        """It happened just now."""
        self._in_order.append(done)
        self._by_token[done.token] = done

    def all(self) -> tuple[Done, ...]:
        """Those remembered, the oldest first."""
        return tuple(self._in_order)
