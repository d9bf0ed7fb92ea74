"""Secrets and settings: read when needed, kept a while, and used past that while the service is away."""

import json

import pytest
from pydantic import ValidationError

from shared import secret
from shared.aws import client
from shared.errors import Unavailable
from shared.secret import KEPT_S, STALE_S, valid_values
from shared.settings import Settings, read_settings
from tests.world import SECRETS, Clock


class Calls:
    """How often Secrets Manager was asked, and whether it is down."""

    def __init__(self) -> None:
        self.count = 0
        self.is_down = False
        client("secretsmanager").meta.events.register_first("before-call.secrets-manager.GetSecretValue", self)

    def __call__(self, **_: object) -> None:
        self.count += 1
        if self.is_down:
            raise ConnectionError


@pytest.fixture
def calls(world: Clock) -> Calls:
    return Calls()


def rotate(value: str) -> None:
    client("secretsmanager").put_secret_value(SecretId="storewright/test/guest_key", SecretString=value)


def test_a_plain_secret_is_the_current_one(calls: Calls) -> None:
    assert secret.secret("guest_key") == {"current": SECRETS["guest_key"]}


def test_it_is_read_once_in_its_minutes(calls: Calls, world: Clock) -> None:
    for _ in range(3):
        secret.secret("guest_key")
    assert calls.count == 1
    world.advance(seconds=KEPT_S)
    secret.secret("guest_key")
    assert calls.count == 2


def test_a_rotation_is_seen_within_minutes(calls: Calls, world: Clock) -> None:
    """FAULTS 60"""
    secret.secret("guest_key")
    rotate(json.dumps({"current": "new", "previous": SECRETS["guest_key"]}))
    world.advance(seconds=KEPT_S)
    assert valid_values("guest_key") == ["new", SECRETS["guest_key"]]


@pytest.mark.parametrize(
    ("stored", "values"),
    [
        ('{"current":"a"}', ["a"]),
        ('{"current":"a","previous":""}', ["a"]),
        ("12345", ["12345"]),
        ('["a"]', ['["a"]']),
        ("not json", ["not json"]),
    ],
)
def test_what_is_stored_may_be_text_or_fields(calls: Calls, stored: str, values: list[str]) -> None:
    rotate(stored)
    assert valid_values("guest_key") == values


def test_while_the_service_is_away_the_kept_one_serves(calls: Calls, world: Clock) -> None:
    """And not every request waits for the service to fail again. FAULTS 27"""
    secret.secret("guest_key")
    calls.is_down = True
    world.advance(days=1)
    for _ in range(5):
        assert secret.secret("guest_key") == {"current": SECRETS["guest_key"]}
    assert calls.count == 2
    world.advance(seconds=STALE_S)
    secret.secret("guest_key")
    assert calls.count == 3


def test_a_service_that_never_answered_is_unavailable(calls: Calls) -> None:
    """FAULTS 27"""
    calls.is_down = True
    with pytest.raises(Unavailable) as refusal:
        secret.secret("guest_key")
    assert refusal.value.status == 503


class Holding(Settings):
    hold_minutes: int


def test_settings_are_the_environment_typed(world: Clock) -> None:
    assert read_settings(Holding).hold_minutes == 30
    assert read_settings(Holding) is read_settings(Holding)


@pytest.mark.parametrize("value", ["soon", "", "1.5"])
def test_a_wrong_setting_is_known_at_once(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HOLD_MINUTES", value)
    with pytest.raises(ValidationError):
        read_settings(Holding)
