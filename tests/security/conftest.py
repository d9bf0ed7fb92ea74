"""One furnished shop for all tests of a page: they leave it as it was."""

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
