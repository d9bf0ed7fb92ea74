"""Least privilege: a role can do what its line in the plan says, and nothing else."""

import pytest

from infra.domains import DOMAINS
from infra.plan import Api, Authorizer, Function, Jobs, Publisher, Schedule
from tests.infra.grants import granted
from tests.infra.shop import STAGES
from tests.infra.template import PLANNED, Template, as_list, of_kind, target

MIGRATES = {"Scan", "GetItem", "UpdateItem"}
READS = {"BatchGetItem", "Query"}
HOLDS = READS | {"ConditionCheckItem"}
WRITES = READS | {"GetItem", "PutItem", "UpdateItem", "ConditionCheckItem"}
APPENDS = {"PutItem", "GetItem"}
STREAM = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
LOOKING_ELSEWHERE = {
    "notifications-send_mail",  # for whom to write to, and reads each of them before it does
    "search-build_index",  # for what is for sale, and reads each product
}
WITHOUT_RESOURCE = {  # AWS knows no resource for these
    "dynamodb:ListStreams",
    "cloudwatch:GetMetricData",
    "cloudwatch:DescribeAlarms",
    "ce:GetCostAndUsage",
    "sns:Publish",  # to a phone number; where the stage sends text messages
}


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
    expected |= dict.fromkeys(plan.holds, HOLDS)
    for name in plan.migrates:
        expected[name] = expected.get(name, set()) | MIGRATES
    for name in plan.appends:
        expected[name] = expected.get(name, set()) | APPENDS
    if isinstance(plan, Publisher):
        expected[domain.name] = {"BatchWriteItem"}
    assert {name: actions for name, actions in _tables(prod, title).items() if "/" not in name} == expected


def test_one_lambda_alone_may_walk_through_a_table(prod: Template) -> None:
    """It is woken by its state machine only, rewrites items in place, and makes and deletes none but a job's."""
    [(title, plan)] = [(title, plan) for title, (_, plan) in PLANNED.items() if plan.migrates]
    assert isinstance(plan, Jobs)
    staying = {"audit", "people"}
    assert set(plan.migrates) == {domain.table.name for domain in DOMAINS if domain.table} - staying
    walks = {each for each in PLANNED if any("Scan" in actions for actions in _tables(prod, each).values())}
    assert walks == {title}
    assert {name for name, actions in _tables(prod, title).items() if "PutItem" in actions} == {"jobs"}


def test_the_audit_log_is_added_to_and_no_lambda_can_change_it_in_place_or_take_away(prod: Template) -> None:
    found = {title: actions for title in PLANNED if (actions := _tables(prod, title).get("audit"))}
    readers = {"audit-admin_api", "audit-run_jobs", "orders-admin_api"}
    assert {title for title, actions in found.items() if actions & READS} == readers
    assert set().union(*found.values()) == READS | APPENDS
    assert found["audit-run_jobs"] == READS


def test_only_staff_and_the_clock_may_delete(prod: Template) -> None:
    may_delete = {title for title in PLANNED if any("DeleteItem" in each for each in _tables(prod, title).values())}
    assert may_delete == {t for t in PLANNED if _is_trusted(PLANNED[t][1]) and PLANNED[t][1].writes}


@pytest.mark.parametrize("title", PLANNED)
def test_an_index_is_queried_by_those_whose_line_names_it(prod: Template, title: str) -> None:
    """FAULTS 12: whoever hears news or follows a stream could not decide from an index if it would."""
    domain, plan = PLANNED[title]
    listed = {domain.name: plan.lists, **plan.lists_of}
    expected = {f"{table}/index/{index.name}" for table, indexes in listed.items() for index in indexes}
    if isinstance(plan, Publisher):
        expected.add(f"{domain.name}/index/unsent")
    found = {name: actions for name, actions in _tables(prod, title).items() if "/index/" in name}
    assert found == {name: {"Query"} for name in expected}
    assert not plan.lists or isinstance(plan, Api | Schedule | Jobs)
    knows_all = domain.name == "privacy"  # a person's things, wherever they are
    assert not plan.lists_of or knows_all or title in LOOKING_ELSEWHERE


def test_every_index_is_listed_by_somebody_and_is_its_own_domains() -> None:
    for domain in DOMAINS:
        listed = {index for plan in domain.functions for index in plan.lists}
        assert listed == set(domain.table.indexes if domain.table else ())


def test_the_authorizer_can_make_change_and_revoke_no_key(prod: Template) -> None:
    """It may write a use, which lies beside the key; an `UpdateItem` of a key would make one with every scope."""
    (title,) = of_kind(Authorizer)
    changing = [each for each in prod.statements(title) if {"dynamodb:UpdateItem"} & set(as_list(each["Action"]))]
    assert [each["Action"] for each in changing] == ["dynamodb:UpdateItem"]
    assert changing[0]["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["USED#*"]}}
    assert _tables(prod, title) == {"access": {"BatchGetItem", "UpdateItem"}}


@pytest.mark.parametrize(
    ("name", "readers"),
    [
        (
            "guest_key",
            {
                "orders-store_api",
                "support-store_api",
                "notifications-admin_api",
                "notifications-send_mail",
                "notifications-resend_mail",
            },
        ),
        ("token_key", {"access-admin_api"}),
        ("stripe_webhook_secret", {"payments-stripe_webhook"}),
    ],
)
def test_what_opens_most_is_read_by_one(name: str, readers: set[str]) -> None:
    assert {title for title, (_, plan) in PLANNED.items() if name in plan.secrets} == readers


@pytest.mark.parametrize("title", PLANNED)
def test_only_publishers_put_events_and_only_on_our_bus(prod: Template, title: str) -> None:
    grants = [each for each in prod.statements(title) if "events:PutEvents" in as_list(each["Action"])]
    buses = [target(each["Resource"]) for each in grants]
    assert buses == (list(prod.of("Events::EventBus")) if title in of_kind(Publisher) else [])


@pytest.mark.parametrize("title", PLANNED)
def test_secrets_are_read_as_the_plan_says(prod: Template, title: str) -> None:
    _, plan = PLANNED[title]
    expected = {*plan.secrets, *(["stripe_api_key"] if plan.calls_stripe else [])}
    if isinstance(plan, Api):
        expected.add("origin_secret")  # prod has an edge, and no API answers to anybody else
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
        assert all(
            each["Condition"] == {"StringEquals": {"ses:FromAddress": STAGES["prod"].mail_from}} for each in grants
        )


def test_text_messages_are_sent_by_whom_the_plan_says_and_only_where_the_stage_does(
    prod: Template, dev: Template
) -> None:
    def senders(template: Template) -> set[str]:
        may = {title: template.statements(title) for title in PLANNED}
        return {title for title, each in may.items() if any("sns:Publish" in as_list(one["Action"]) for one in each)}

    assert senders(prod) == {title for title, (_, plan) in PLANNED.items() if plan.sends_texts}
    assert senders(dev) == set()


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
