"""What a Lambda does between its imports and its first event."""

import gc
from collections.abc import Iterator

import pytest

from shared import aws, start
from tests.world import ENVIRONMENT


@pytest.fixture(autouse=True)
def _own_collector_and_clients() -> Iterator[None]:
    thresholds = gc.get_threshold()
    aws.forget()
    yield
    aws.forget()
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def test_what_was_imported_is_never_looked_at_again() -> None:
    start.imported()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[0] == start.COLLECT_AFTER
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("environment", "clients"),
    [
        ({"AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "ORDERS_TABLE": "orders"}, 1),
        ({"AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand"}, 0),  # it has no table
        ({"ORDERS_TABLE": "orders"}, 0),  # a test, or a tool
    ],
)
def test_in_lambda_the_database_s_client_is_ready_before_the_first_event(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], clients: int
) -> None:
    for name in ("AWS_LAMBDA_INITIALIZATION_TYPE", "ORDERS_TABLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**ENVIRONMENT, **environment}.items():
        monkeypatch.setenv(name, value)
    start.imported()
    assert aws.client.cache_info().currsize == clients
