"""What every operation of the OpenAPI document refers to: credentials, headers, errors."""

from typing import Any

from shared.http.route import Route

Schema = dict[str, Any]

SECURITY: Schema = {
    "ApiKey": {"type": "http", "scheme": "bearer", "description": "A key of staff or of another system: `sk_…`."},
    "CartToken": {
        "type": "apiKey",
        "in": "header",
        "name": "Cart-Token",
        "description": "A guest's, from the answer that made the cart. Opens that cart only.",
    },
    "OrderToken": {
        "type": "apiKey",
        "in": "header",
        "name": "Order-Token",
        "description": "A guest's, from the answer that completed the cart. Opens that order only.",
    },
    "TicketToken": {
        "type": "apiKey",
        "in": "header",
        "name": "Ticket-Token",
        "description": "From the answer that opened the ticket, and in letters about it. Opens that ticket only.",
    },
    "SessionToken": {
        "type": "apiKey",
        "in": "header",
        "name": "Session-Token",
        "description": "A customer's, from `POST /store/sessions`. Opens what is theirs, for an hour.",
    },
}

IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": 'The version the change is meant for, as the object\'s ETag shows it: `"3"`.',
    "schema": {"type": "string"},
}


IF_NONE_MATCH: Schema = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of an answer you have: where it still is the answer, 304 comes without a body.",
    "schema": {"type": "string"},
}


def _header(description: str, kind: str = "string") -> Schema:
    return {"description": description, "schema": {"type": kind}}


HEADERS: Schema = {
    "Request-Id": _header("Names this request in our logs, `req_…`."),
    "Api-Version": _header("The date of the API's version."),
    "ETag": _header(
        'The version of the object that is shown, for If-Match: `"3"`. A GET has a mark of the answer besides or '
        'instead, for If-None-Match: `"3-5f2a90c1d3e4"`.'
    ),
    "Cache-Control": _header("For how long anybody may keep the answer; `no-store`: nobody."),
    "Idempotent-Replayed": _header("`true` where this is the first answer given again."),
    "Retry-After": _header("Seconds to wait before sending the same request again.", "integer"),
}
COMMON_HEADERS: Schema = {name: {"$ref": f"#/components/headers/{name}"} for name in ("Request-Id", "Api-Version")}

_OURS: Schema = {"$ref": "#/components/schemas/ErrorView"}


def _error(description: str, schema: Schema = _OURS, *, can_wait: bool = False) -> Schema:
    headers = dict(COMMON_HEADERS)
    if can_wait:
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    return {"description": description, "headers": headers, "content": {"application/json": {"schema": schema}}}


STATUS_NAMES = {
    400: "BadRequest",
    401: "Unauthenticated",
    403: "Forbidden",
    404: "NotFound",
    409: "Conflict",
    412: "VersionConflict",
    413: "TooLarge",
    415: "UnsupportedMediaType",
    422: "Invalid",
    429: "TooManyRequests",
    500: "Internal",
    503: "Unavailable",
}
RESPONSES: Schema = {
    "NotModified": {
        "description": "The answer is the one that If-None-Match names.",
        "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
    },
    "BadRequest": _error(
        "Not JSON, a header or query parameter in a form it cannot have, or an `Api-Version` that there is not."
    ),
    "Unauthenticated": _error("No key, no session, or none that counts."),
    "Forbidden": _error("The key's scopes do not reach this far."),
    "NotFound": _error("No such thing, or not yours: the two look the same."),
    "Conflict": _error("The rules say no as things stand, or someone was faster. `code` says which.", can_wait=True),
    "VersionConflict": _error("If-Match named a version that is no longer the current one."),
    "TooLarge": _error("The body is larger than any request of ours."),
    "UnsupportedMediaType": _error("The body does not say that it is `application/json`."),
    "Invalid": _error("Fields that are missing, unknown or wrong; `details.errors` names each."),
    "TooManyRequests": _error(
        "Too much from one caller; `details.limit` says of what. Wait as long as told.", can_wait=True
    ),
    "Internal": _error("A fault of ours."),
    "Unavailable": _error("Something we need does not answer. Send the same request again.", can_wait=True),
}


_GUESTS = {"cart_id": "CartToken", "order_id": "OrderToken", "ticket_id": "TicketToken"}


def security_of(route: Route) -> list[Schema]:
    """What opens a route; an empty list for what is open to everybody."""
    if route.scope:
        return [{"ApiKey": [] if route.is_for_any_staff else [route.scope]}]
    guests: Schema = {_GUESTS[route.guest_of]: []} if route.guest_of else {}
    session: Schema = {"SessionToken": []}
    match route.customer:
        case "needed":
            return [{**session, **guests}]
        case "taken":
            return [guests, session]
        case _:
            return [guests] if guests else []
