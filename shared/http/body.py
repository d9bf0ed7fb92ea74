"""From raw bytes to a model, refusing early: size, encoding and depth before any parsing, then wrong fields."""

import base64
import json
import re
from itertools import accumulate
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import Invalid

M = TypeVar("M", bound=BaseModel)

BODY_BYTES_MAX = 256 * 1024  # a cart of 60 lines is 20 KB
DEPTH_MAX = 32  # our own deepest shape is 4
ERRORS_SHOWN = 20  # a client mends what it sees; the rest shows next time
_STRINGS = re.compile(
    rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL
)  # an unclosed one ends with the body: never a second look
# How much deeper each bracket leads.
_STEPS = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}
_NO_BRACKETS = bytes(set(range(256)) - set(_STEPS))
_OPERATOR = re.compile(r"(\w+)\[(\w+)\]")


class TooLarge(Invalid):
    """More bytes than any request of ours has."""

    status = 413
    code = "body_too_large"

    def __init__(self) -> None:
        super().__init__(f"The body is larger than {BODY_BYTES_MAX // 1024} KB.")


class BadBody(Invalid):
    """Not JSON as RFC 8259 has it, or not UTF-8."""

    status = 400
    code = "invalid_json"


class WrongFields(Invalid):
    """Fields that are missing, unknown or of the wrong form; `details.errors` names each."""


class BadQuery(Invalid):
    """A query parameter that is unknown or of the wrong form."""

    status = 400
    code = "invalid_parameter"


def raw_body(event: dict[str, Any]) -> bytes:
    """The request's bytes as the client sent them. Raises TooLarge or BadBody."""
    body = event.get("body") or ""
    if len(body) > BODY_BYTES_MAX * 2:
        raise TooLarge
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
    except ValueError as error:  # not base64, or text that UTF-8 cannot write
        raise BadBody("The body is not UTF-8.") from error
    if len(raw) > BODY_BYTES_MAX:
        raise TooLarge
    return raw


def parse(raw: bytes, model: type[M]) -> M:
    """The model of a JSON body. Raises BadBody or WrongFields; no body counts as `{}`."""
    raw = raw.strip() or b"{}"
    if _depth(raw) > DEPTH_MAX:
        raise BadBody(f"The JSON is nested deeper than {DEPTH_MAX}.")
    try:
        json.loads(raw.decode("utf-8"), object_pairs_hook=_no_twins, parse_constant=_no_constants)
    except UnicodeDecodeError as error:
        raise BadBody("The body is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadBody(
            "The body is not JSON." if isinstance(error, json.JSONDecodeError) else "The JSON is not strict."
        ) from error
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise _wrong_fields(error) from None


def parse_query(parameters: dict[str, str], model: type[M]) -> M:
    """The model of a query string; `created_at[gte]` is the field `created_at_gte`. Raises BadQuery."""
    names = {_OPERATOR.sub(r"\1_\2", name): name for name in parameters}
    try:
        return model.model_validate({field: parameters[name] for field, name in names.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        param = _path(tuple(names.get(str(part), part) for part in first["loc"]))
        raise BadQuery(f"Query parameter {param or 'names'}: {_sentence(first['msg'])}.", param=param) from None


def _wrong_fields(error: ValidationError) -> Invalid:
    if error.errors(include_url=False, include_input=False, include_context=False)[0]["type"] == "json_invalid":
        return BadBody("The body is not JSON.")
    told = told_errors(error)
    first = told[0]
    return WrongFields(
        f"{first['param'] or 'body'}: {first['message']}.", param=first["param"], details={"errors": told}
    )


def told_errors(error: ValidationError) -> list[dict[str, Any]]:
    """What is wrong with which field (`param`, `code`, `message`), never what it holds; the first of them."""
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        {"param": _path(e["loc"]), "code": _code(e["type"]), "message": _sentence(e["msg"])}
        for e in errors[:ERRORS_SHOWN]
    ]


def _code(pydantic_type: str) -> str:
    return {"missing": "required", "required": "required", "extra_forbidden": "unknown_field"}.get(
        pydantic_type, "invalid_field"
    )


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")  # pydantic's mark of our own validators


def _path(loc: tuple[int | str, ...]) -> str | None:
    """`items[0].quantity`, None for the whole body. A client's own field name is cut: no error outgrows its cause."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part[:64]}" for part in loc)
    return text.removeprefix(".") or None


def _depth(raw: bytes) -> int:
    brackets = _STRINGS.sub(b"", raw).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a field stands twice")
    return fields


def _no_constants(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
