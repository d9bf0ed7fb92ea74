"""HTTP as the house speaks it: routes declared by their functions' types, documented errors, safe retries."""

from shared.http.api import Api
from shared.http.models import (
    Amount,
    CountryCode,
    CurrencyCode,
    Email,
    HttpsUrl,
    Input,
    Line,
    Listed,
    Metadata,
    OptionalLine,
    OrderId,
    Prose,
    Quantity,
    RequiredLine,
    View,
)
from shared.http.moments import Between, Created, CreatedWithin, Moment, WrongRange, between
from shared.http.paging import PageQuery, Paging
from shared.http.request import Request
from shared.http.route import ANY_STAFF
from shared.reply import LeftOut, Reply

__all__ = [
    "ANY_STAFF",
    "Amount",
    "Api",
    "Between",
    "CountryCode",
    "Created",
    "CreatedWithin",
    "CurrencyCode",
    "Email",
    "HttpsUrl",
    "Input",
    "LeftOut",
    "Line",
    "Listed",
    "Metadata",
    "Moment",
    "OptionalLine",
    "OrderId",
    "PageQuery",
    "Paging",
    "Prose",
    "Quantity",
    "Reply",
    "Request",
    "RequiredLine",
    "View",
    "WrongRange",
    "between",
]
