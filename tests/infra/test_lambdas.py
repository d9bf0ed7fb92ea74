"""What holds for every Lambda: its name, its runtime, its settings, its log, its time."""

import pytest

from infra.plan import Api, Operator, Schedule
from tests.infra.shop import STAGES
from tests.infra.template import PLANNED, Template, of_kind, target

API_GATEWAY_S = 29  # then it answers 503 by itself


@pytest.mark.parametrize("title", PLANNED)
def test_one_name_threads_through(template: Template, title: str) -> None:
    domain, plan = PLANNED[title]
    function = template.function(title)
    assert function["FunctionName"] == template.names.of(domain.name, plan.name)
    assert function["Handler"] == f"functions.{domain.name}.handlers.{plan.name}.handler"
    assert len(function["FunctionName"]) <= 64
    variables = function["Environment"]["Variables"]
    assert variables["POWERTOOLS_SERVICE_NAME"] == domain.name
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == "Storewright"


@pytest.mark.parametrize("title", PLANNED)
def test_runtime_and_log_are_set(template: Template, title: str) -> None:
    function = template.function(title)
    assert (function["Runtime"], function["Architectures"]) == ("python3.13", ["arm64"])
    log_group = template.of("Logs::LogGroup")[target(function["LoggingConfig"]["LogGroup"])]
    assert log_group["LogGroupName"] == f"/aws/lambda/{function['FunctionName']}"


@pytest.mark.parametrize("title", PLANNED)
def test_settings_name_the_tables_and_secrets_it_may_touch(template: Template, title: str) -> None:
    _, plan = PLANNED[title]
    variables = template.function(title)["Environment"]["Variables"]
    for name in (*plan.reads, *plan.holds, *plan.writes):
        assert variables[f"{name.upper()}_TABLE"] == template.names.of(name)
    for name in plan.secrets:
        referred = getattr(STAGES[template.stage].secrets, name)
        assert variables[f"{name.upper()}_SECRET"] == (referred or template.names.secret(name))
    assert ("REPORTS_BUCKET" in variables) == plan.knows_bucket
    assert ("MAIL_FROM" in variables) == ("STAFF_MAIL" in variables) == plan.sends_mail
    assert "STRIPE_API_BASE" not in variables  # that is for the local cloud's double


def test_an_api_answers_before_api_gateway_gives_up(template: Template) -> None:
    for title in of_kind(Api):
        assert template.function(title)["Timeout"] < API_GATEWAY_S


def test_in_prod_a_schedule_never_runs_twice_at_once(prod: Template, dev: Template) -> None:
    for title in of_kind(Schedule):
        assert prod.function(title)["ReservedConcurrentExecutions"] == 1
        assert "ReservedConcurrentExecutions" not in dev.function(title)  # a new account has none to spare


def test_what_an_operator_runs_is_woken_by_nothing(template: Template) -> None:
    invokers = [target(each["FunctionName"]) for each in template.of("Lambda::Permission").values()]
    for title in of_kind(Operator):
        assert template.mappings(title) == []
        assert template.function_id(title) not in invokers


def test_every_log_is_kept_for_a_time(template: Template) -> None:
    days = {"dev": 14, "prod": 90}[template.stage]
    assert {each["RetentionInDays"] for each in template.of("Logs::LogGroup").values()} == {days}
