"""Whose request it is: the gateway's word, or the edge's where it proves that it is the edge."""

import json
from collections.abc import Iterator

import pytest

from shared import secret
from shared.http.caller import address_of
from tests.calls import counted
from tests.world import SECRETS, cloud, service

SOURCE = "198.51.100.7"
RIGHT = SECRETS["origin_secret"]


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with cloud(monkeypatch):
        yield


def by_edge(viewer: str, proof: str = RIGHT) -> str:
    return address_of({"origin-verify": proof, "cloudfront-viewer-address": viewer}, SOURCE)


@pytest.mark.parametrize(
    ("viewer", "address"),
    [
        ("192.0.2.1:443", "192.0.2.1"),
        ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9:50000", "2001:db8:1:2::/64"),
        ("[::ffff:192.0.2.1]:443", "192.0.2.1"),
        ("", SOURCE),
        ("nonsense", SOURCE),
        ("192.0.2.999:443", SOURCE),
        (":443", SOURCE),
    ],
)
def test_the_edge_says_who_connected_to_it(viewer: str, address: str) -> None:
    assert by_edge(viewer) == address


@pytest.mark.parametrize("proof", ["", "wrong", RIGHT + "x", RIGHT[:-1], "é", "\x00"])
def test_a_wrong_proof_is_as_none(proof: str) -> None:
    assert by_edge("192.0.2.1:443", proof) == SOURCE


def test_an_address_without_any_proof_is_no_address() -> None:
    assert address_of({"cloudfront-viewer-address": "192.0.2.1:443"}, SOURCE) == SOURCE


def test_the_gateways_own_word_is_counted_by_network_too() -> None:
    assert address_of({}, "2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert address_of({}, "") == ""


def test_who_does_not_claim_to_be_the_edge_costs_no_look_at_the_secret() -> None:
    with counted("secretsmanager") as calls:
        address_of({}, SOURCE)
        address_of({"cloudfront-viewer-address": "192.0.2.1:443"}, SOURCE)
        address_of({"origin-verify": RIGHT}, SOURCE)
    assert not calls


def test_during_a_rotation_both_secrets_count() -> None:
    value = json.dumps({"current": "new", "previous": RIGHT})
    service("secretsmanager").put_secret_value(SecretId="storewright/test/origin_secret", SecretString=value)
    secret.forget()
    assert by_edge("192.0.2.1:443", "new") == by_edge("192.0.2.1:443") == "192.0.2.1"


def test_a_function_that_knows_no_such_secret_goes_by_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORIGIN_SECRET_SECRET")
    assert by_edge("192.0.2.1:443") == SOURCE
