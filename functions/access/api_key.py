"""An API key: who it is, what it may do, and until when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from functions.access.scopes import beyond, expand
from shared import clock
from shared.errors import Forbidden, Invalid

LIFETIME_MAX = timedelta(days=3650)  # a key that must outlive ten years is one without an expiry
MAKERS_MAX = 8  # keys above a key; an integration's key that makes another one's is one, and each costs a look
USE_NOTED_EVERY = timedelta(hours=1)  # coarse: it tells a forgotten key from a living one, and costs a write an hour


class ScopeExceeded(Forbidden):
    """A key, or somebody of the staff, can hand on, and take back, what they may do themselves, and no more."""

    code = "scope_exceeded"

    def __init__(self, scopes: Sequence[str]) -> None:
        missing = ", ".join(scopes)
        super().__init__(f"You do not have {missing} yourself.", param="scopes", details={"scopes": list(scopes)})


class ExpiryExceeded(Forbidden):
    """A key that ends cannot make one that lives longer."""

    code = "expiry_exceeded"

    def __init__(self, expires_at: str) -> None:
        super().__init__(f"Your own key ends at {expires_at}; a key it makes must end by then.", param="expires_at")


class LineTooLong(Forbidden):
    """A key made by a key made by a key, and so on: each must count for the last one to count."""

    code = "line_too_long"

    def __init__(self) -> None:
        super().__init__(f"Your own key was made by {MAKERS_MAX} others in turn; take one further up.")


class MakerDead(Forbidden):
    """The caller's own key or account was ended or changed, though the gateway still lets it through."""

    def __init__(self) -> None:
        super().__init__("Your own key or account does not count any more as it did; ask again.")


class ExpiryWrong(Invalid):
    """An end in the past, or more than ten years away."""

    code = "expiry_wrong"

    def __init__(self) -> None:
        super().__init__(f"The end must lie ahead, by {LIFETIME_MAX.days} days at the most.", param="expires_at")


class Maker(Protocol):
    """What a key comes from: another key, or somebody of the staff."""

    @property
    def revoked_at(self) -> str | None: ...  # when it lost its force, and with it all that it made


class Holder(Protocol):
    """Whoever can make a key."""

    @property
    def id(self) -> str: ...
    @property
    def allowed(self) -> tuple[str, ...]: ...
    @property
    def makers(self) -> Sequence[str]: ...
    @property
    def expires_at(self) -> str | None: ...


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept: its secret's hash, never the secret."""

    id: str
    name: str
    secret_hash: str
    scopes: Sequence[str]
    created_at: str
    makers: Sequence[str]  # who made it, before it who made that, and so on; none for an operator's
    expires_at: str | None
    revoked_at: str | None = None
    allowed_ips: tuple[str, ...] = ()  # from where it may be used, in CIDR's form; none: from anywhere
    locations: tuple[str, ...] = ()  # of the member it comes from, as it counts; not kept
    version: int = 1

    def __repr__(self) -> str:
        return f"ApiKey({self.id})"

    @property
    def created_by(self) -> str | None:
        """The key, or who of the staff, that made it; None for an operator."""
        return self.makers[-1] if self.makers else None

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

    def under(self, makers: Mapping[str, Maker], held: Iterable[Collection[str]] = ()) -> "ApiKey":
        """The key as it counts: revoked, too, where one of those it comes from was, or is not there; and with no scope
        that who of the staff it comes from has lost. held: what each of those may do themselves, as things stand.

        That is what makes revoking a key take along the keys it made, all in one moment. An end needs no such look: a
        key that ends makes none that lives longer.
        """
        ends = [makers[each].revoked_at if each in makers else self.created_at for each in self.makers]
        left = tuple(scope for scope in self.allowed if all(scope in each for each in held))
        return replace(
            self,
            scopes=self.scopes if left == self.allowed else left,
            revoked_at=min(filter(None, [self.revoked_at, *ends]), default=None),
        )

    def revoked(self, now: datetime) -> "ApiKey":
        """The key without any force of its own; one that has none stays as it is."""
        if self.revoked_at is not None:
            return self
        return replace(self, revoked_at=clock.stamp(now), version=self.version + 1)


def check_expiry(expires_at: datetime | None, now: datetime) -> None:
    """Refuse an end that is past or too far away. Raises ExpiryWrong."""
    if expires_at is not None and not now < expires_at <= now + LIFETIME_MAX:
        raise ExpiryWrong


def must_note_use(last_used_at: str | None, now: datetime) -> bool:
    """Whether the last noted use is so old that this one is worth a write."""
    return last_used_at is None or last_used_at <= clock.stamp(now - USE_NOTED_EVERY)


def check_may_revoke(caller: Holder, target: ApiKey) -> None:
    """A key can take itself, what it made, and what it could have given. Raises ScopeExceeded."""
    if caller.id not in (target.id, *target.makers):
        _check_reach(caller, target.scopes)


def check_may_grant(maker: Holder, scopes: Sequence[str], expires_at: str | None) -> None:
    """A key can give no more than it has, neither in scope nor in time.

    Raises ScopeExceeded, ExpiryExceeded or LineTooLong.
    """
    _check_reach(maker, scopes)
    if len(maker.makers) >= MAKERS_MAX:
        raise LineTooLong
    if maker.expires_at is not None and (expires_at is None or expires_at > maker.expires_at):
        raise ExpiryExceeded(maker.expires_at)


def _check_reach(holder: Holder, scopes: Sequence[str]) -> None:
    if missing := beyond(scopes, holder.allowed):
        raise ScopeExceeded(missing)
