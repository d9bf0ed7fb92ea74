"""Who looks after the shop reaches its queues and what the clock wakes, by their names, and nothing of others."""

from infra.domains.system import SYSTEM
from infra.parts import parts
from infra.plan import Api
from tests.infra.grants import granted
from tests.infra.template import Template, as_list, of_kind

LONGEST = 26  # characters of a part's name, on an average
NAME = f"{SYSTEM.name}-admin_api"


def may(template: Template, service: str) -> dict[str, set[str]]:
    """By right, on what."""
    found: dict[str, set[str]] = {}
    for each, action, resource in granted(template)[NAME.replace("-", ".", 1)]:
        if each == service:
            found.setdefault(action, set()).add(resource)
    return found


def test_it_takes_letters_out_of_dead_letter_queues_alone_and_puts_them_into_work_queues_alone(prod: Template) -> None:
    dead = {f"queue {part.dead_letters}" for part in parts().values()}
    alive = {f"queue {part.title}" for part in parts().values() if part.kind.has_queue}
    assert may(prod, "sqs") == {
        "GetQueueAttributes": dead | alive,
        "ReceiveMessage": dead,
        "DeleteMessage": dead,
        "ChangeMessageVisibility": dead,
        "SendMessage": alive,
    }


def test_it_runs_what_the_clock_or_a_stream_wakes_and_nothing_that_answers_people(prod: Template) -> None:
    run = {f"function {part.title}" for part in parts().values() if not part.kind.has_queue}
    assert may(prod, "lambda") == {"InvokeFunction": run, "GetFunctionConfiguration": {f"function {NAME}"}}


def test_it_writes_files_of_its_own_and_reads_no_export(prod: Template) -> None:
    resources = {
        action: [part["Resource"] for part in prod.statements(NAME) if action in part["Action"]]
        for action in ("s3:GetObject", "s3:PutObject")
    }
    assert "/system/*" in str(resources["s3:GetObject"])
    assert "dropped" not in str(resources["s3:GetObject"])
    assert len(resources["s3:GetObject"]) == 1
    [written] = resources["s3:PutObject"]
    assert [str(each).rsplit("/", 2)[-2] for each in written] == ["dropped", "system"]


def test_what_runs_by_the_clock_is_told_as_it_is_deployed(prod: Template) -> None:
    deployed = {each["Name"]: each["ScheduleExpression"] for each in prod.of("Scheduler::Schedule").values()}
    assert deployed == {prod.names.of(part.title): part.runs for part in parts().values() if part.runs}


def test_nobody_else_looks_into_a_queue_that_it_is_not_woken_by(prod: Template) -> None:
    for title in set(of_kind(Api)) - {NAME}:
        assert not [right for right in granted(prod)[title.replace("-", ".", 1)] if right[0] == "sqs"], title


def test_its_rights_fit_into_a_role(prod: Template) -> None:
    """IAM takes 10,240 characters of a role's own policies; a shop's name may have 20."""
    arn = len("arn:aws:sqs:ap-southeast-1:123456789012:")
    name = len(prod.names.of("")) + 20 - len("storewright")
    most = 0
    for statement in prod.statements(NAME):
        resources = as_list(statement["Resource"])
        most += len(str(statement["Action"])) + len('{"Action":,"Effect":"Allow","Resource":[]},')
        most += len(resources) * (arn + name + len("function:") + LONGEST)
    assert most < 10_240
