"""One furnished shop for all tests of a page."""

import logging
from collections.abc import Iterator

import pytest

from shared import telemetry
from tests.security.scene import Scene, furnished


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """The shop, in which something of every kind is. Its logs tell only what needs a look."""
    with furnished() as made:
        telemetry.logger.setLevel(logging.WARNING)
        yield made
        telemetry.logger.setLevel(logging.INFO)


@pytest.fixture(scope="module")
def still(scene: Scene) -> Iterator[Scene]:
    """The shop, for a page of tests that must leave every item of every table as it was."""
    before = scene.everything()
    yield scene
    assert scene.everything() == before


@pytest.fixture
def untouched(still: Scene) -> Iterator[Scene]:
    """The shop, for a test in which nothing may change: nothing is even sent to the database to be written."""
    still.writes.clear()
    yield still
    assert not still.writes
