"""Objectives: the arithmetic of their alarms, as the template has it and as CloudWatch would reckon it."""

import json
import re
from typing import Any

import pytest

from infra.domains import DOMAINS
from infra.register.objectives import CHECKOUT, PLACED
from infra.register.vocabulary import BURNS, FAST, SLOW, Level
from tests.infra.joined import Resource
from tests.infra.template import Template

OBJECTIVES = [(domain.name, each) for domain in DOMAINS for each in domain.objectives]


def test_a_fast_fire_pages_and_a_slow_one_makes_a_ticket() -> None:
    """2 % of a month's budget in an hour; 5 % in six. Source: Site Reliability Workbook, chapter 5."""
    assert [(burn.level, round(burn.rate(30), 1)) for burn in BURNS] == [(Level.PAGE, 14.4), (Level.TICKET, 6.0)]
    assert [(burn.short_minutes, burn.long_minutes) for burn in (FAST, SLOW)] == [(5, 60), (30, 360)]


def test_an_alarm_needs_both_windows_and_only_it_tells_somebody(template: Template) -> None:
    for domain, objective in OBJECTIVES:
        for burn in BURNS:
            rule = _composite(template, f"{domain}-{objective.name}-burns-{burn.name}")["AlarmRule"]
            parts = rule["Fn::Join"][1]
            assert "".join(each for each in parts if isinstance(each, str)) == '(ALARM("") AND ALARM(""))'
            windows = [
                template.resources[each["Fn::GetAtt"][0]]["Properties"] for each in parts if isinstance(each, dict)
            ]
            assert [_period(each) for each in windows] == [burn.long_minutes * 60, burn.short_minutes * 60]
            for window in windows:
                assert window["Threshold"] == burn.rate(objective.days)
                assert window["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
                assert "AlarmActions" not in window


@pytest.mark.parametrize(
    ("counted", "rate"),
    [
        ({"asked": 1000, "failed": 72}, 14.4),
        ({"asked": 1000, "failed": 0}, 0),
        ({"asked": 1000}, 0),
        ({"asked": 1000, "failed": 5}, 1),
        ({"asked": 980, "errors": 15, "throttles": 5}, 4),
        ({"errors": 50}, 200),
        ({"asked": 4, "failed": 2}, 0),
        ({"asked": 6, "failed": 3}, 100),
    ],
)
def test_the_rate_of_what_is_counted(prod: Template, counted: dict[str, float], rate: float) -> None:
    """Half a percent may fail. Two bad ones are no share of anything; what was cut off counts as asked and failed."""
    window = _window(prod, "orders-checkout-within-60m")
    assert {each["MetricStat"]["Metric"]["MetricName"]: each["Id"] for each in _metrics(window)} == {
        "CheckoutsAsked": "asked",
        "CheckoutsFailed": "failed",
        "Errors": "errors",
        "Throttles": "throttles",
    }
    assert {each["MetricStat"]["Stat"] for each in _metrics(window)} == {"Sum"}
    assert _reckoned(window, counted) == pytest.approx(rate)
    assert CHECKOUT.budget == pytest.approx(0.005)


@pytest.mark.parametrize(
    ("every", "in_time", "rate"), [(1000, 100, 0), (1000, 99, 1), (1000, 85.6, 14.4), (10, 80, 0), (10, 70, 30)]
)
def test_the_rate_of_what_is_measured(prod: Template, every: float, in_time: float, rate: float) -> None:
    window = _window(prod, "orders-placed-within-60m")
    assert {each["Id"]: each["MetricStat"]["Stat"] for each in _metrics(window)} == {
        "in_time": "PR(0:30)",
        "every": "SampleCount",
    }
    assert {each["MetricStat"]["Metric"]["MetricName"] for each in _metrics(window)} == {PLACED.measured_by.of}
    assert _reckoned(window, {"every": every, "in_time": in_time}) == pytest.approx(rate)


def test_the_short_window_asks_only_whether_it_goes_on(prod: Template) -> None:
    assert _reckoned(_window(prod, "orders-checkout-within-5m"), {"asked": 2, "failed": 1}) == pytest.approx(100)


def test_fewer_orders_than_usual_are_an_alarm(template: Template) -> None:
    alarm = _window(template, "orders-fewer")
    assert alarm["ComparisonOperator"] == "LessThanLowerThreshold"
    [band] = [each for each in alarm["Metrics"] if each["Id"] == alarm["ThresholdMetricId"]]
    [metric] = _metrics(alarm)
    assert band["Expression"] == f"ANOMALY_DETECTION_BAND({metric['Id']}, 3)"
    assert (metric["MetricStat"]["Metric"]["MetricName"], metric["MetricStat"]["Period"]) == ("OrdersPlaced", 3600)
    assert metric["MetricStat"]["Metric"]["Dimensions"] == [{"Name": "service", "Value": "orders"}]


def test_the_dashboard_shows_how_fast_each_budget_goes(template: Template) -> None:
    [dashboard] = template.of("CloudWatch::Dashboard").values()
    for domain, objective in OBJECTIVES:
        assert f"{domain}: {objective.name}, how fast its budget goes" in json.dumps(dashboard["DashboardBody"])


def _composite(template: Template, name: str) -> Resource:
    full = template.names.of(name)
    [alarm] = [each for each in template.of("CloudWatch::CompositeAlarm").values() if each["AlarmName"] == full]
    return alarm


def _window(template: Template, name: str) -> Resource:
    full = template.names.of(name)
    [alarm] = [each for each in template.of("CloudWatch::Alarm").values() if each["AlarmName"] == full]
    return alarm


def _metrics(alarm: Resource) -> list[Resource]:
    return [each for each in alarm["Metrics"] if "MetricStat" in each]


def _period(alarm: Resource) -> int:
    [period] = {each["MetricStat"]["Period"] for each in _metrics(alarm)}
    return int(period)


def _reckoned(alarm: Resource, values: dict[str, float]) -> Any:
    """The alarm's expression, with CloudWatch's functions; what is not among the values has no data."""
    [expression] = [each["Expression"] for each in alarm["Metrics"] if "Expression" in each]
    functions: dict[str, Any] = {
        "IF": lambda holds, yes, no: yes if holds else no,
        "FILL": lambda value, instead: instead if value is None else value,
    }
    names = {name: values.get(name) for name in set(re.findall(r"[a-z_]+", expression))}
    return eval(expression, {"__builtins__": {}}, functions | names)
