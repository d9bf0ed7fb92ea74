"""The operator's way to a key."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.access.handlers.issue_key import handler
from functions.access.scopes import SCOPES
from shared.errors import Invalid
from tests.access.office import decide, issue

pytestmark = pytest.mark.usefixtures("world")


def test_the_first_key_may_do_everything() -> None:
    made = handler({"name": "first", "scopes": "all"}, None)
    assert set(made) == {"id", "token"}
    assert decide(f"Bearer {made['token']}")["context"] == {
        "principal": made["id"],
        "scopes": " ".join(SCOPES),
        "allowed_ips": "",
    }


def test_a_key_may_do_what_the_operator_names() -> None:
    assert issue("reports:read").scopes == ("reports:read",)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"name": "x"},
        {"scopes": "all"},
        {"name": "", "scopes": "all"},
        {"name": "x", "scopes": "some"},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["admin"]},
        {"name": "x", "scopes": ["orders:read", 1]},
        {"name": "x", "scopes": "all", "expires_at": None},
    ],
)
def test_a_payload_that_names_no_key_is_refused_with_a_sentence(payload: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match=r"[A-Z].*\."):
        handler(payload, None)


def test_the_log_tells_of_a_key_that_an_operator_made(logs: Callable[[], list[dict[str, Any]]]) -> None:
    made = handler({"name": "first", "scopes": "all"}, None)
    assert [line["key_id"] for line in logs() if line["message"] == "key_issued"] == [made["id"]]


def test_the_token_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    made = handler({"name": "first", "scopes": "all"}, None)
    logged = " ".join(str(vars(record)) for record in caplog.records)
    assert made["id"] in logged
    assert made["token"].rsplit("_", 1)[1] not in logged
