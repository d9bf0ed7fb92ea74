"""An API that is closed to all but its edge, asked with what CloudFront sends, and past it."""

import json

import pytest

from shared import secret
from shared.http.caller import address_of
from tests.shared.kit import api, call
from tests.world import SECRETS, Clock, api_event, service

RIGHT = SECRETS["origin_secret"]


@pytest.fixture(autouse=True)
def closed(world: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONLY_BY_EDGE", "true")
    monkeypatch.setenv("VIEWER_HEADER", "viewer-address")


@pytest.mark.parametrize("proof", [None, "", "wrong", RIGHT[:-1], RIGHT + "x", "é"])
def test_who_comes_past_the_edge_is_told_so_and_nothing_else(proof: str | None) -> None:
    answer = call("GET", "/store/things", headers={} if proof is None else {"origin-verify": proof})
    assert (answer.status, answer.code) == (403, "past_the_edge")
    assert answer.headers["Cache-Control"] == "no-store"
    assert call("GET", "/nothing/here").status == 403


@pytest.mark.parametrize("name", ["origin-verify", "Origin-Verify"])
def test_what_the_edge_hands_on_is_answered(name: str) -> None:
    assert call("GET", "/store/things", headers={name: RIGHT}).status == 200
    assert call("GET", "/nothing/here", headers={name: RIGHT}).status == 404


def test_a_path_below_the_senders_own_stage_is_the_path_without_it() -> None:
    event = api_event("GET", "/store/things", None, headers={"origin-verify": RIGHT})
    event["requestContext"]["stage"] = "hooks"
    event["rawPath"] = "/hooks/store/things"
    assert api.handler(event, None)["statusCode"] == 200


def test_during_a_rotation_both_proofs_open() -> None:
    value = json.dumps({"current": "new", "previous": RIGHT})
    service("secretsmanager").put_secret_value(SecretId="storewright/test/origin_secret", SecretString=value)
    secret.forget()
    for proof in ("new", RIGHT):
        assert call("GET", "/store/things", headers={"origin-verify": proof}).status == 200


def test_an_api_that_knows_no_such_secret_stays_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORIGIN_SECRET_SECRET")
    assert call("GET", "/store/things", headers={"origin-verify": RIGHT}).status == 403


@pytest.mark.parametrize(
    ("viewer", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8::1:2:3:4", "2001:db8::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_edge_says_who_connected_to_it_and_no_viewer_can(viewer: str, address: str) -> None:
    chosen = {"cloudfront-viewer-address": "203.0.113.9:443", "viewer-address": f"{viewer}:0"}
    assert address_of({**chosen, "origin-verify": RIGHT}, "198.51.100.7") == address
    assert address_of(chosen, "198.51.100.7") == "198.51.100.7"
