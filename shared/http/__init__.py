"""HTTP as the house speaks it: routes declared by their functions' types, documented errors, safe retries."""

from shared.http.api import Api, Request
from shared.http.models import (
    Amount,
    CountryCode,
    CurrencyCode,
    Email,
    Input,
    Line,
    Listed,
    Metadata,
    Prose,
    Quantity,
    View,
)
from shared.http.paging import PageQuery, Paging
from shared.reply import Reply

__all__ = [
    "Amount",
    "Api",
    "CountryCode",
    "CurrencyCode",
    "Email",
    "Input",
    "Line",
    "Listed",
    "Metadata",
    "PageQuery",
    "Paging",
    "Prose",
    "Quantity",
    "Reply",
    "Request",
    "View",
]
