"""Which changes and events a filter lets through."""

from typing import Any

import pytest

from infra.domains import DOMAINS
from infra.plan import Watcher
from tests.simulation.plumbing.infra_says import NEW_EVENTS
from tests.simulation.plumbing.patterns import any_of, pattern


@pytest.mark.parametrize(
    ("wanted", "event", "fits"),
    [
        ({"a": ["x", "y"]}, {"a": "y"}, True),
        ({"a": ["x"]}, {"a": "z"}, False),
        ({"a": ["x"]}, {}, False),
        ({"a": ["1"]}, {"a": 1}, False),
        ({"a": [1, None]}, {"a": None}, True),
        ({"a": [{"exists": True}]}, {"a": ""}, True),
        ({"a": [{"exists": True}]}, {}, False),
        ({"a": [{"exists": False}]}, {}, True),
        ({"a": {"b": [{"exists": False}]}}, {}, True),
        ({"a": [{"exists": True}]}, {"a": {"b": 1}}, False),  # EventBridge looks at leaves only
        ({"a": {"b": ["x"]}}, {"a": {"b": "x", "c": "y"}}, True),
        ({"a": {"b": ["x"]}}, {"a": "x"}, False),
        ({"a": [{"prefix": "LEVEL#"}]}, {"a": "LEVEL#1"}, True),
        ({"a": [{"prefix": "LEVEL#"}]}, {"a": "EVENT#1"}, False),
        ({"a": ["x"], "b": ["y"]}, {"a": "x"}, False),
    ],
)
def test_a_pattern_fits_as_eventbridge_says(wanted: Any, event: Any, fits: bool) -> None:
    assert pattern(wanted)(event) is fits


def test_one_of_several_filters_is_enough() -> None:
    fits = any_of([{"a": ["x"]}, {"b": ["y"]}])
    assert fits({"b": "y"})
    assert not fits({"a": "y", "b": "x"})


@pytest.mark.parametrize("wanted", [{"a": [{"numeric": ["=", 5]}]}, {"a": "x"}, {"a": [{"prefix": 5}]}])
def test_a_filter_that_nobody_here_knows_is_no_filter_that_fits(wanted: Any) -> None:
    with pytest.raises(NotImplementedError):
        pattern(wanted)


def test_a_publisher_sees_new_event_rows_only() -> None:
    fits = pattern(NEW_EVENTS)
    event_row = {"eventName": "INSERT", "dynamodb": {"NewImage": {"unsent": {"S": "2"}}}}
    assert fits(event_row)
    assert not fits({**event_row, "eventName": "MODIFY"})
    assert not fits({"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "x"}}}})
    assert not fits({"eventName": "REMOVE", "dynamodb": {"OldImage": {"unsent": {"S": "2"}}}})


def test_every_filter_of_the_plan_is_understood() -> None:
    watchers = [plan for domain in DOMAINS for plan in domain.functions if isinstance(plan, Watcher)]
    assert watchers
    for plan in watchers:
        assert not any_of(plan.when)({})
