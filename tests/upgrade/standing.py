"""The shop in process as a release is kept from it, and put into it: its time and Stripe's are one, its shards real."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from functions.jobs import run_job
from shared import clock, outbox
from tests import in_process
from tests.in_process import InProcessShop

SHARDS = outbox.SHARDS
CHUNK = 1  # orders of an export's chunk, so that a small shop's has several
NEVER_S = 9 * 366 * 86_400.0  # what Stripe does by itself, it does when it is told to


@contextmanager
def standing_shop(patch: pytest.MonkeyPatch, memory: dict[str, Any] | None = None) -> Iterator[InProcessShop]:
    """The shop, empty but for what Stripe remembers."""
    patch.setattr("local.stripe_double.state.time", SimpleNamespace(time=_now))
    with in_process.shop(patch, memory) as shop:
        patch.setattr(outbox, "SHARDS", SHARDS)
        patch.setattr(run_job, "size_of", lambda _kind: CHUNK)
        shop.double.control("settings", {"async_delay_s": NEVER_S})
        yield shop


def _now() -> float:
    return clock.source()


def count_others_ids(patch: pytest.MonkeyPatch) -> None:
    """Ids of Stripe's and the helpdesk's without chance."""
    counter = iter(range(1, 10**9))
    patch.setattr("local.zendesk_double.desk.new_event_id", lambda: f"00000000-0000-4000-8000-{next(counter):012d}")
    patch.setattr("local.stripe_double.state.new_id", lambda prefix: f"{prefix}_{next(counter):024d}")
