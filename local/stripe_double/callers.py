"""Who calls: a shop's server with a secret key, or a shopper's client with a publishable one."""

import base64
import binascii
import re
from enum import StrEnum

from local.stripe_double.answers import Answer, Request, json_answer
from local.stripe_double.errors import StripeError
from local.stripe_double.forms import Form
from local.stripe_double.routes import Endpoint
from local.stripe_double.state import Json


class Caller(StrEnum):
    SERVER = "server"  # sk_test_… or rk_test_…
    CLIENT = "client"  # pk_test_…: few calls, by client secret, and a narrower answer


_SECRET = re.compile(r"(sk|rk)_test_\w+")
_PUBLISHABLE = re.compile(r"pk_test_\w+")

# What Stripe shows a client of a PaymentIntent: no metadata, no charge, no customer.
_CLIENT_FIELDS = """id object amount amount_details automatic_payment_methods canceled_at cancellation_reason
capture_method client_secret confirmation_method created currency description excluded_payment_method_types
last_payment_error livemode next_action payment_method payment_method_configuration_details payment_method_types
processing receipt_email setup_future_usage shipping status"""
CLIENT_FIELDS = frozenset(_CLIENT_FIELDS.split())


def caller(request: Request, form: Form, endpoint: Endpoint) -> Caller:
    """Who calls, by the key in the header or, from a client, in the form.

    Raises StripeError 401 without a key, for a wrong one, and for a publishable one where it is not allowed.
    """
    key = _key(request.headers.get("authorization", "")) or str(form.get("key", ""))
    if not key:
        raise _no(
            "You did not provide an API key. You need to provide your API key in the Authorization header, using "
            "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if _SECRET.fullmatch(key):
        return Caller.SERVER
    if not _PUBLISHABLE.fullmatch(key):
        raise _no(f"Invalid API Key provided: {key[:8]}********", "api_key_invalid")
    if not endpoint.is_client:
        raise _no(
            "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list "
            "of your API keys at https://dashboard.stripe.com/account/apikeys.",
            "secret_key_required",
        )
    return Caller.CLIENT


def _key(header: str) -> str:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return "not-base64"


def _no(message: str, code: str | None = None) -> StripeError:
    return StripeError(401, message, code=code)


def for_client(answer: Json) -> Json:
    """What a client may see of an answer, errors included."""
    if answer.get("object") == "payment_intent":
        return {name: value for name, value in answer.items() if name in CLIENT_FIELDS}
    if isinstance(answer.get("error"), dict):
        inner = {name: value for name, value in answer["error"].items() if name != "charge"}
        if "payment_intent" in inner:
            inner["payment_intent"] = for_client(inner["payment_intent"])
        return {"error": inner}
    return answer


def refusal(error: StripeError, who: Caller = Caller.SERVER) -> Answer:
    """The HTTP answer of an error."""
    headers = {} if error.retry is None else {"Stripe-Should-Retry": str(error.retry).lower()}
    content: Json = {"error": error.error}
    return json_answer(error.status, for_client(content) if who is Caller.CLIENT else content, headers)
