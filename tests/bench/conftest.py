"""One stand for all cold starts."""

import sys
from collections.abc import Iterator, Mapping

import pytest

from bench.cold_stand import Stand, stand
from bench.first_calls import FirstCall
from infra import bundle

if sys.platform != "linux":
    collect_ignore = ["test_cold_start.py"]  # another process's CPU and the runtime client's wheels are Linux's


@pytest.fixture(scope="module")  # its shop stands in this process, as other tests' shops do after it
def cold() -> Iterator[tuple[Stand, Mapping[str, FirstCall]]]:
    """Starts Lambdas on this Python, without its packages; and the call each is started with."""
    with stand(bundle.LOCAL.python) as ready:
        yield ready
