"""Every call of Stripe's API the double serves, as one table."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from local.stripe_double import (
    captures,
    charges,
    checkout,
    confirmation,
    customers,
    events,
    expiry,
    payment_intents,
    payment_methods,
    refunds,
)
from local.stripe_double.lists import filters
from local.stripe_double.params import Spec, list_of, text
from local.stripe_double.search import SEARCH
from local.stripe_double.state import Asked, Json

Run = Callable[[Asked], Json]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call: its name in counts and faults, its parameters, and what runs it.

    is_client: a shopper's client may call it too, with a publishable key. params: its own parameters and those every
    call takes.
    """

    operation: str
    method: str
    path: str
    run: Run
    spec: Spec = field(default_factory=dict)
    required: tuple[str, ...] = ()
    is_client: bool = False
    params: Spec = field(init=False)

    def __post_init__(self) -> None:
        params = {**self.spec, "expand": list_of(text(), 20), **({"key": text()} if self.is_client else {})}
        object.__setattr__(self, "params", params)


def _lists(name: str, path: str, run: Run, spec: Spec) -> Endpoint:
    return Endpoint(f"{name}.list", "GET", path, run, spec)


PI, CH, RE, CUS = "/v1/payment_intents", "/v1/charges", "/v1/refunds", "/v1/customers"
CS, PM, TXN, EVT = "/v1/checkout/sessions", "/v1/payment_methods", "/v1/balance_transactions", "/v1/events"

ENDPOINTS = (
    Endpoint(
        "payment_intents.create", "POST", PI, payment_intents.create, payment_intents.CREATE, ("amount", "currency")
    ),
    _lists("payment_intents", PI, payment_intents.list_intents, payment_intents.LIST),
    Endpoint("payment_intents.search", "GET", f"{PI}/search", payment_intents.find, SEARCH, ("query",)),
    Endpoint(
        "payment_intents.retrieve",
        "GET",
        f"{PI}/{{id}}",
        payment_intents.retrieve,
        payment_intents.RETRIEVE,
        is_client=True,
    ),
    Endpoint("payment_intents.update", "POST", f"{PI}/{{id}}", payment_intents.update, payment_intents.UPDATE),
    Endpoint(
        "payment_intents.confirm",
        "POST",
        f"{PI}/{{id}}/confirm",
        confirmation.confirm,
        confirmation.CONFIRM,
        is_client=True,
    ),
    Endpoint("payment_intents.capture", "POST", f"{PI}/{{id}}/capture", captures.capture, captures.CAPTURE),
    Endpoint("payment_intents.cancel", "POST", f"{PI}/{{id}}/cancel", expiry.cancel, expiry.CANCEL),
    _lists("charges", CH, charges.list_charges, charges.LIST),
    Endpoint("charges.retrieve", "GET", f"{CH}/{{id}}", charges.retrieve),
    Endpoint("charges.update", "POST", f"{CH}/{{id}}", charges.update, charges.UPDATE),
    Endpoint("refunds.create", "POST", RE, refunds.create, refunds.CREATE),
    _lists("refunds", RE, refunds.list_refunds, refunds.LIST),
    Endpoint("refunds.retrieve", "GET", f"{RE}/{{id}}", refunds.retrieve),
    Endpoint("refunds.update", "POST", f"{RE}/{{id}}", refunds.update, refunds.UPDATE),
    Endpoint("customers.create", "POST", CUS, customers.create, customers.FIELDS),
    _lists("customers", CUS, customers.list_customers, customers.LIST),
    Endpoint("customers.retrieve", "GET", f"{CUS}/{{id}}", customers.retrieve),
    Endpoint("customers.update", "POST", f"{CUS}/{{id}}", customers.update, customers.FIELDS),
    Endpoint("customers.delete", "DELETE", f"{CUS}/{{id}}", customers.delete),
    Endpoint(
        "payment_methods.create", "POST", PM, payment_methods.create, payment_methods.DATA, ("type",), is_client=True
    ),
    Endpoint("payment_methods.retrieve", "GET", f"{PM}/{{id}}", payment_methods.retrieve),
    _lists("balance_transactions", TXN, charges.list_transactions, charges.LIST_TRANSACTIONS),
    Endpoint("balance_transactions.retrieve", "GET", f"{TXN}/{{id}}", charges.retrieve_transaction),
    Endpoint("checkout.sessions.create", "POST", CS, checkout.create, checkout.CREATE, ("line_items", "mode")),
    _lists("checkout.sessions", CS, checkout.list_sessions, checkout.LIST),
    Endpoint("checkout.sessions.retrieve", "GET", f"{CS}/{{id}}", checkout.retrieve),
    Endpoint("checkout.sessions.line_items", "GET", f"{CS}/{{id}}/line_items", checkout.line_items, filters()),
    Endpoint("checkout.sessions.expire", "POST", f"{CS}/{{id}}/expire", checkout.expire),
    _lists("events", EVT, events.list_events, events.LIST),
    Endpoint("events.retrieve", "GET", f"{EVT}/{{id}}", events.retrieve),
)

_EXACT = {(each.method, each.path): each for each in ENDPOINTS if "{id}" not in each.path}
_PATTERNS = [
    (each.method, re.compile(each.path.replace("{id}", "([^/]+)")), each) for each in ENDPOINTS if "{id}" in each.path
]


def find(method: str, path: str) -> tuple[Endpoint, str] | None:
    """The endpoint a request means, and the id in its path; those without one come first, so `search` is no id."""
    if exact := _EXACT.get((method, path)):
        return exact, ""
    for known, pattern, endpoint in _PATTERNS:
        if known == method and (match := pattern.fullmatch(path)):
            return endpoint, unquote(match[1])
    return None
