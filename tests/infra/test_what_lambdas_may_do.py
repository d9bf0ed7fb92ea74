"""Least privilege: a role can do what its line in the plan says, and nothing else."""

from typing import Any

import pytest

from infra.constructs.surroundings import READS, WRITES
from infra.plan import Publisher
from tests.infra.template import PLANNED, Template, as_list, of_kind, target

WITHOUT_RESOURCE = {"dynamodb:ListStreams"}  # AWS knows no resource for it


@pytest.mark.parametrize("title", PLANNED)
def test_no_right_is_without_bounds(prod: Template, title: str) -> None:
    for statement in prod.statements(title):
        actions = set(as_list(statement["Action"]))
        assert not [action for action in actions if "*" in action]
        assert "*" not in as_list(statement["Resource"]) or actions <= WITHOUT_RESOURCE


@pytest.mark.parametrize("title", PLANNED)
def test_tables_are_touched_as_the_plan_says(prod: Template, title: str) -> None:
    domain, plan = PLANNED[title]
    writes = {*plan.writes, *([domain.table.name] if isinstance(plan, Publisher) and domain.table else [])}
    expected = {name: set(READS) for name in plan.reads} | {name: set(WRITES) for name in writes}
    assert _tables(prod, title) == expected


@pytest.mark.parametrize("title", PLANNED)
def test_only_publishers_put_events_and_only_on_our_bus(prod: Template, title: str) -> None:
    grants = [each for each in prod.statements(title) if "events:PutEvents" in as_list(each["Action"])]
    buses = [target(each["Resource"]) for each in grants]
    assert buses == (list(prod.of("Events::EventBus")) if title in of_kind(Publisher) else [])


@pytest.mark.parametrize("title", PLANNED)
def test_secrets_are_read_as_the_plan_says(prod: Template, title: str) -> None:
    _, plan = PLANNED[title]
    expected = {*plan.secrets, *(["stripe_api_key"] if plan.calls_stripe else [])}
    names = {logical_id: each["Name"] for logical_id, each in prod.of("SecretsManager::Secret").items()}
    granted = {
        names[target(resource)].removeprefix("storewright/prod/")
        for statement in prod.statements(title)
        if as_list(statement["Action"]) == ["secretsmanager:GetSecretValue"]
        for resource in as_list(statement["Resource"])
    }
    assert granted == expected


def test_mail_goes_out_under_our_own_name_only(prod: Template) -> None:
    for title, (_, plan) in PLANNED.items():
        grants = [each for each in prod.statements(title) if "ses:SendEmail" in as_list(each["Action"])]
        assert bool(grants) == plan.sends_mail
        assert all(each["Condition"] == {"StringEquals": {"ses:FromAddress": "shop@example.com"}} for each in grants)


def test_every_lambda_has_a_role_of_its_own(prod: Template) -> None:
    roles = [target(each["Role"]) for each in prod.of("Lambda::Function").values()]
    assert len(set(roles)) == len(roles) == len(PLANNED)


def _tables(template: Template, title: str) -> dict[str, set[str]]:
    """What a role may do to which table, streams aside."""
    names = {logical_id: each["TableName"] for logical_id, each in template.of("DynamoDB::Table").items()}
    found: dict[str, set[str]] = {}
    for statement in template.statements(title):
        actions = {action for action in as_list(statement["Action"]) if action in WRITES}
        for resource in as_list(statement["Resource"]) if actions else []:
            found.setdefault(_short(names[target(resource)]), set()).update(actions)
    return found


def _short(name: Any) -> str:
    return str(name).removeprefix("storewright-prod-")
