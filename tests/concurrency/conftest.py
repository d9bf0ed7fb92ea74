"""One emulator of DynamoDB for all tests with threads: moto oversells and forgets its tokens under them."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from local.ministack import CREDENTIALS, bare_cloud
from shared import aws, secret
from tests.world import ENVIRONMENT, SECRETS


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    with bare_cloud() as url:
        yield url


@pytest.fixture
def emulator(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The environment of a Lambda whose AWS is the emulator. Time and chance are real."""
    for name, value in {**ENVIRONMENT, **CREDENTIALS, "AWS_ENDPOINT_URL": endpoint}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    aws.forget()
    secret.forget()
    with suppress(aws.client("secretsmanager").exceptions.ResourceExistsException):
        aws.client("secretsmanager").create_secret(
            Name=ENVIRONMENT["ANSWERS_KEY_SECRET"], SecretString=SECRETS["answers_key"]
        )
    yield endpoint
    aws.forget()
    secret.forget()
