"""Stripe's error answers, as one exception that knows its own HTTP body."""

from typing import Any

DOCS = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """A refusal in Stripe's words.

    saved: whether an idempotency key keeps it. Stripe saves what an endpoint answered once its execution began,
    and forgets what was refused before (validation, keys, conflicts).
    retry: the `Stripe-Should-Retry` header; None leaves it out.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        type_: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        saved: bool = False,
        retry: bool | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.saved = saved
        self.retry = retry
        parts = {"type": type_, "code": code, "message": message, "param": param, **extra}
        self.error = {name: value for name, value in parts.items() if value is not None}
        if code is not None:
            self.error["doc_url"] = DOCS + code.replace("_", "-")


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """400 before anything ran: the request itself is wrong."""
    return StripeError(400, message, code=code, param=param)


def refused(message: str, param: str | None = None, code: str | None = None, **extra: Any) -> StripeError:
    """400 from inside an endpoint: the request is well formed, the object's state says no."""
    return StripeError(400, message, code=code, param=param, saved=True, **extra)


def missing(kind: str, object_id: str, param: str) -> StripeError:
    """404 for an id in the path, 400 for an id in a parameter, as Stripe answers."""
    status = 404 if param == "id" else 400
    spelled = {"payment_methods": "PaymentMethod", "checkout_sessions": "checkout.session"}
    name = spelled.get(kind, kind.removesuffix("s"))
    named = "intent" if (kind, param) == ("payment_intents", "id") else param
    return StripeError(status, f"No such {name}: '{object_id}'", code="resource_missing", param=named)


def unrecognized(method: str, path: str) -> StripeError:
    """404 for a call the double does not serve."""
    return StripeError(
        404,
        f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. "
        "If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code. "
        "(The Stripe double serves a part of Stripe's API; see its README.)",
    )


def server_error() -> StripeError:
    """The 500 Stripe saves under the key: the caller cannot tell whether the effect happened."""
    message = "An unknown error occurred while processing your request. (A fault was switched on in the Stripe double.)"
    return StripeError(500, message, type_="api_error", saved=True, retry=False)


def unavailable() -> StripeError:
    """503 of an outage: nothing ran and nothing was saved."""
    return StripeError(503, "Stripe is unavailable. (The Stripe double was told to be down.)", type_="api_error")


def too_many_requests(code: str) -> StripeError:
    """429 with `rate_limit`, or with `lock_timeout`, which Stripe asks to retry."""
    messages = {
        "rate_limit": "Request rate limit exceeded. Learn more at https://stripe.com/docs/rate-limits.",
        "lock_timeout": "This object cannot be accessed right now because another API request or Stripe process is "
        "currently accessing it. If you see this error intermittently, retry the request.",
    }
    return StripeError(429, messages[code], code=code, retry=code == "lock_timeout")


def key_in_use(key: str) -> StripeError:
    """409: the first request under this key is still running."""
    message = (
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
        f"twice, and the other request is still going through): {key}. Please try again later."
    )
    return StripeError(409, message, type_="idempotency_error", code="idempotency_key_in_use", retry=True)
