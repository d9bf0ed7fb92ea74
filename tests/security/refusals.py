"""What a refusal looks like: the documented shape, the status of its type, nothing internal, no long echo."""

import json
import re
from functools import cache

from shared.errors import Problem
from tests.security.doors import Answer

STATUSES = {
    "invalid_request": {400, 413, 415, 422},
    "authentication": {401},
    "permission": {403},
    "not_found": {404},
    "conflict": {409},
    "precondition": {412},
}  # a hostile request is answered with one of these; 5xx is a fault of ours
FIELDS = {"type", "code", "message", "param", "details", "request_id"}
ECHO_MAX = 200  # characters of the request that may come back in a refusal
MESSAGE_MAX = 400
ANSWER_MAX = 8_000  # characters; twenty errors of a few hundred each
CODE = re.compile(r"[a-z][a-z0-9_]{2,40}")
REQUEST_ID = re.compile(r"req_[0-7][0-9A-HJKMNP-TV-Z]{25}")
INTERNAL = re.compile(
    r'Traceback|File "|\.py\b|pydantic|botocore|boto3|dynamo|storewright-test|arn:aws|Lambda|'
    r"\b(CART|ORDER|SOLD|PRODUCT|VARIANT|EVENT|HEARD|IDEM|KEY|LEVEL|PAYMENT)#",
    re.IGNORECASE,
)


def is_refused(answer: Answer, sent: str = "") -> str | None:
    """Why this is no documented refusal, or None where it is one. sent: the request's own text."""
    try:
        _check(answer, sent)
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        return f"{type(error).__name__} {str(error)[:200]}: {answer.status} {answer.body[:300]}"
    return None


def code_of(answer: Answer) -> str | None:
    """The error's code, None for a success."""
    return None if answer.status < 400 else str(json.loads(answer.body)["error"]["code"])


def _check(answer: Answer, sent: str) -> None:
    assert answer.headers["content-type"] == "application/json"
    whole = json.loads(answer.body)
    assert set(whole) == {"error"}
    error = whole["error"]
    assert set(error) == FIELDS
    assert answer.status in STATUSES[error["type"]], "a status that does not belong to the type"
    assert CODE.fullmatch(error["code"])
    assert 0 < len(error["message"]) <= MESSAGE_MAX
    assert error["param"] is None or 0 < len(error["param"]) <= ECHO_MAX
    assert isinstance(error["details"], dict)
    assert REQUEST_ID.fullmatch(error["request_id"])
    assert answer.headers["request-id"] == error["request_id"]
    assert len(answer.body) <= ANSWER_MAX, "too long"
    assert not INTERNAL.search(answer.body), "something internal"
    assert not _class_names().search(answer.body), "a class's name"
    assert echoed(json.dumps(whole, ensure_ascii=False), sent) <= ECHO_MAX, "a long echo"


@cache
def _class_names() -> re.Pattern[str]:
    """The names of our errors that are no plain words; none of them is for callers."""
    found: set[type] = set()
    waiting: list[type] = [Problem]
    while waiting:
        children: list[type] = waiting.pop().__subclasses__()
        waiting += children
        found |= set(children)
    names = sorted(each.__name__ for each in found if len(re.findall("[A-Z]", each.__name__)) > 1)
    return re.compile(rf"\b({'|'.join(names)})\b")


def echoed(answer: str, sent: str) -> int:
    """The length of the longest piece of `sent`, roughly and from 100 characters on, that stands in the answer."""
    longest, step = 0, ECHO_MAX // 2
    for begin in range(0, len(answer) - step, step):
        start, end = begin, begin + step
        if answer[start:end] not in sent:
            continue
        while end < len(answer) and answer[start : end + 1] in sent:
            end += 1
        while start and answer[start - 1 : end] in sent:
            start -= 1
        longest = max(longest, end - start)
    return longest
