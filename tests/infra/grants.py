"""What a role in the synthesised template may do, in the words of `calls_made`."""

import re
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tests.infra.calls_made import ONLY, Call, Calls
from tests.infra.joined import HERE, text
from tests.infra.template import PLANNED, Template, as_list, target


@cache
def granted(template: Template) -> Calls:
    """What each Lambda may do."""
    names = _names(template)
    return {title.replace("-", ".", 1): set(_calls(template, title, names)) for title in PLANNED}


def _calls(template: Template, title: str, names: dict[str, str]) -> list[Call]:
    return [
        (*action.split(":"), named)
        for statement in template.statements(title)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        for named in _queues(template, resource, names) or [_resource(resource, names)]
    ]


def _queues(template: Template, resource: Any, names: dict[str, str]) -> list[str]:
    """The queues that a rule of names means, such as `…:sqs:…:storewright-prod-*-dlq`; of any other resource none."""
    _, is_rule, rule = text(resource).partition(f"sqs{HERE}")
    if not is_rule:
        return []
    queues = {each["QueueName"]: names[key] for key, each in template.of("SQS::Queue").items()}
    return [named for name, named in queues.items() if fnmatchcase(name, rule)]


def _names(template: Template) -> dict[str, str]:
    """What we call each resource, by its logical id."""
    prefix = template.names.of("")
    tables = {key: each["TableName"].removeprefix(prefix) for key, each in template.of("DynamoDB::Table").items()}
    secrets = {key: each["Name"].rsplit("/", 1)[-1] for key, each in template.of("SecretsManager::Secret").items()}
    queues = {key: "queue " + each["QueueName"].removeprefix(prefix) for key, each in template.of("SQS::Queue").items()}
    buckets = {
        key: next((name for name in ("mail", "media") if name in key), "reports") for key in template.of("S3::Bucket")
    }
    buses = dict.fromkeys(template.of("Events::EventBus"), "bus")
    logs = dict.fromkeys(template.of("Logs::LogGroup"), "its log")
    functions = {
        key: "function " + each["FunctionName"].removeprefix(prefix)
        for key, each in template.of("Lambda::Function").items()
        if each.get("FunctionName", "").startswith(prefix)
    }
    return tables | secrets | queues | buckets | buses | logs | functions


def _service_in(parts: list[Any]) -> str | None:
    """The one word for all of a service's, where these are the parts of an ARN of its."""
    texts = [part for part in parts if isinstance(part, str)]
    return next((word for service, word in ONLY.items() if any(f":{service}:" in text for text in texts)), None)


def _resource(resource: Any, names: dict[str, str]) -> str:
    match resource:
        case {"Fn::GetAtt": [str(logical_id), "StreamArn"]}:
            return f"{names[logical_id]}/stream"
        case {"Fn::Join": [_, [*_, str(end)]]} if ":identity/" in end:
            return "mail_from"
        case {"Fn::Join": [_, parts]} if service := _service_in(parts):
            return service
        case {"Fn::Join": [_, [{"Fn::GetAtt": [str(logical_id), "Arn"]}, str(end)]]}:
            return names[logical_id] + re.sub(r"(/in|/uploads|/dropped|/system|/media)?(/\*)?$", "", end)
        case "*":
            return "*"
    return names[target(resource)]
