"""Least privilege: a role can do what its line in the plan says, and nothing else."""

import pytest

from infra.plan import Api, Authorizer, Function, Publisher, Schedule
from tests.infra.grants import granted
from tests.infra.template import PLANNED, Template, as_list, of_kind, target

READS = {"BatchGetItem", "Query"}
WRITES = READS | {"GetItem", "PutItem", "UpdateItem", "ConditionCheckItem"}
STREAM = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
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
    expected = dict.fromkeys(plan.reads, READS) | {name: _changes(plan) for name in plan.writes}
    if isinstance(plan, Publisher):
        expected[domain.name] = {"BatchWriteItem"}
    assert {name: actions for name, actions in _tables(prod, title).items() if "/" not in name} == expected


def test_only_staff_and_the_clock_may_delete(prod: Template) -> None:
    may_delete = {title for title in PLANNED if any("DeleteItem" in each for each in _tables(prod, title).values())}
    assert may_delete == {t for t in PLANNED if _is_trusted(PLANNED[t][1]) and PLANNED[t][1].writes}


@pytest.mark.parametrize("title", PLANNED)
def test_an_index_is_only_queried_and_only_by_lists_and_sweepers_of_its_own_domain(prod: Template, title: str) -> None:
    """FAULTS 12: whoever hears news or follows a stream could not decide from an index if it would."""
    domain, plan = PLANNED[title]
    for name, actions in _tables(prod, title).items():
        if "/index/" in name:
            assert actions == {"Query"}
            assert name.startswith(f"{domain.name}/")
            assert isinstance(plan, Publisher if name.endswith("/unsent") else Api | Schedule)


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


def _changes(plan: Function) -> set[str]:
    """What `writes` means for a Lambda of its kind."""
    if isinstance(plan, Authorizer):
        return {"BatchGetItem", "UpdateItem"}
    return WRITES | {"DeleteItem"} if _is_trusted(plan) else WRITES


def _is_trusted(plan: Function) -> bool:
    return isinstance(plan, Schedule) or (isinstance(plan, Api) and plan.is_admin)


def _tables(template: Template, title: str) -> dict[str, set[str]]:
    """What a role may do to which table and index, streams aside."""
    found: dict[str, set[str]] = {}
    for service, action, resource in granted(template)[title.replace("-", ".", 1)]:
        if service == "dynamodb" and action not in STREAM:
            found.setdefault(resource, set()).add(action)
    return found
