"""An API key: who it is, what it may do, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.access.scopes import expand
from shared import clock
from shared.errors import Forbidden, Invalid

LIFETIME_MAX = timedelta(days=3650)  # a key that must outlive ten years is one without an expiry
USE_NOTED_EVERY = timedelta(hours=1)  # coarse: it tells a forgotten key from a living one, and costs a write an hour


class ScopeExceeded(Forbidden):
    """A key can hand on what it may do itself, and no more."""

    code = "scope_exceeded"

    def __init__(self, scopes: Sequence[str]) -> None:
        missing = ", ".join(scopes)
        super().__init__(f"Your own key does not have {missing}.", param="scopes", details={"scopes": list(scopes)})


class ExpiryExceeded(Forbidden):
    """A key that ends cannot make one that lives longer."""

    code = "expiry_exceeded"

    def __init__(self, expires_at: str) -> None:
        super().__init__(f"Your own key ends at {expires_at}; a key it makes must end by then.", param="expires_at")


class ExpiryWrong(Invalid):
    """An end in the past, or more than ten years away."""

    code = "expiry_wrong"

    def __init__(self) -> None:
        super().__init__(f"The end must lie ahead, by {LIFETIME_MAX.days} days at the most.", param="expires_at")


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept: its secret's hash, never the secret."""

    id: str
    name: str
    secret_hash: str
    scopes: Sequence[str]
    created_at: str
    created_by: str | None  # the key that made it, None for an operator
    expires_at: str | None
    revoked_at: str | None = None
    last_used_at: str | None = None  # to the hour
    version: int = 1

    def __repr__(self) -> str:
        return f"ApiKey({self.id})"

    @property
    def allowed(self) -> tuple[str, ...]:
        """All that it may do: its scopes, and the reading that goes with writing."""
        return expand(self.scopes)

    def refused(self, now: datetime) -> str | None:
        """Why it does not count any more, `revoked` or `expired`; None where it does.

        It has ended once its last second begins.
        """
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= clock.stamp(now):
            return "expired"
        return None

    def must_note_use(self, now: datetime) -> bool:
        """Whether its last noted use is so old that this one is worth a write."""
        return self.last_used_at is None or self.last_used_at <= clock.stamp(now - USE_NOTED_EVERY)

    def revoked(self, now: datetime) -> "ApiKey":
        """The key without any force; one that has none stays as it is."""
        if self.revoked_at is not None:
            return self
        return replace(self, revoked_at=clock.stamp(now), version=self.version + 1)


def check_expiry(expires_at: datetime | None, now: datetime) -> None:
    """Refuse an end that is past or too far away. Raises ExpiryWrong."""
    if expires_at is not None and not now < expires_at <= now + LIFETIME_MAX:
        raise ExpiryWrong


def check_may_grant(maker: ApiKey, scopes: Sequence[str], expires_at: str | None) -> None:
    """A key can give no more than it has, neither in scope nor in time. Raises ScopeExceeded or ExpiryExceeded."""
    missing = [scope for scope in expand(scopes) if scope not in maker.allowed]
    if missing:
        raise ScopeExceeded(missing)
    if maker.expires_at is not None and (expires_at is None or expires_at > maker.expires_at):
        raise ExpiryExceeded(maker.expires_at)
