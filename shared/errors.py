"""What can go wrong on purpose. Errors carry data and build their own sentence; they are told apart by class.

One map turns them into HTTP (`shared.http.errors`), another into queue behaviour (`shared.queue`).
"""

from typing import Any, ClassVar


class Problem(Exception):
    """A documented outcome. `code` is stable and part of the API; the sentence is for a developer to read."""

    type: ClassVar[str] = "invalid_request"
    status: ClassVar[int] = 422
    code: ClassVar[str] = "invalid"
    retry_after_s: int | None = None

    def __init__(self, message: str, *, param: str | None = None, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        self.details = details or {}


class Refused(Problem):
    """The rules say no to a well-formed request, as things stand."""

    type = "conflict"
    status = 409
    code = "refused"


class Invalid(Problem):
    """The request itself cannot be right, whatever the state of the shop."""

    code = "invalid_field"


class NotFound(Problem):
    """No such thing, or not yours: the two look the same."""

    type = "not_found"
    status = 404
    code = "not_found"

    def __init__(self, what: str = "object") -> None:
        super().__init__(f"No such {what}.")


class Conflict(Refused):
    """Someone was faster."""

    code = "conflict"
    retry_after_s = 1


class Stale(Conflict):
    """What the decision was made on has changed since it was read: read again and decide again."""

    code = "busy"

    def __init__(self) -> None:
        super().__init__("The object is being changed by others right now; try again.")


class VersionConflict(Problem):
    """If-Match named a version that is no longer the current one."""

    type = "precondition"
    status = 412
    code = "version_conflict"

    def __init__(self, current: int) -> None:
        super().__init__(f"The object is at version {current} now.", details={"current_version": current})


class Unauthenticated(Problem):
    """No credentials, or none that are valid."""

    type = "authentication"
    status = 401
    code = "unauthenticated"


class Forbidden(Problem):
    """Valid credentials that do not reach this far."""

    type = "permission"
    status = 403
    code = "forbidden"


class RateLimited(Problem):
    """Too much of something from one caller. limit: what is limited, in one word that clients may show."""

    type = "rate_limit"
    status = 429
    code = "rate_limited"

    def __init__(self, limit: str, retry_after_s: int) -> None:
        super().__init__(f"Too many {limit.replace('_', ' ')}; wait before you ask again.", details={"limit": limit})
        self.retry_after_s = retry_after_s


class Unavailable(Problem):
    """Something we need does not answer. Nothing is known to have changed; the same request may be sent again."""

    type = "unavailable"
    status = 503
    code = "unavailable"
    retry_after_s = 2
    is_told_to_wait = False  # whether what we need has said itself when to come again; then a queue waits that long
