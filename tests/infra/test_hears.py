"""What a worker's line in the plan says it hears, and what its handler has an answer for, are the same."""

import importlib
from typing import Any

import pytest

from infra.plan import Jobs, Worker
from tests.infra.template import PLANNED, of_kind


@pytest.mark.parametrize("title", of_kind(Worker))
def test_a_worker_is_sent_just_the_events_that_it_knows(title: str) -> None:
    """One too many would end in its dead-letter queue each time; one too few would never be heard of."""
    domain, plan = PLANNED[title]
    assert isinstance(plan, Worker)
    handler: Any = importlib.import_module(f"functions.{domain.name}.handlers.{plan.name}").handler
    assert handler.hears == frozenset(plan.hears)
    assert len(handler.hears) == len(plan.hears)


@pytest.mark.parametrize("title", of_kind(Jobs))
def test_the_jobs_that_a_line_names_are_those_that_its_handler_does(title: str) -> None:
    domain, plan = PLANNED[title]
    assert isinstance(plan, Jobs)
    handler: Any = importlib.import_module(f"functions.{domain.name}.handlers.{plan.name}").handler
    assert handler.kinds == frozenset(plan.kinds)
