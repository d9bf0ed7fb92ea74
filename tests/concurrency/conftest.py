"""One emulator of DynamoDB for all tests with threads: moto oversells and forgets its tokens under them."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from local.ministack import MiniStack, ministack
from shared import aws, secret
from tests.world import ENVIRONMENT, SECRETS


@pytest.fixture(scope="session")
def running() -> Iterator[MiniStack]:
    with ministack() as cloud:
        yield cloud


@pytest.fixture
def emulator(running: MiniStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The environment of a Lambda whose AWS is the emulator. Time and chance are real."""
    for name, value in {**ENVIRONMENT, **running.keys.environment, "AWS_ENDPOINT_URL": running.url}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    aws.forget()
    secret.forget()
    with suppress(aws.client("secretsmanager").exceptions.ResourceExistsException):
        aws.client("secretsmanager").create_secret(
            Name=ENVIRONMENT["ANSWERS_KEY_SECRET"], SecretString=SECRETS["answers_key"]
        )
    yield running.url
    aws.forget()
    secret.forget()
