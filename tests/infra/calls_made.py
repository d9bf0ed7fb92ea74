"""Which calls to AWS each Lambda makes: recorded while it runs in a test, as plain data to lay beside its grants.

    {"orders.store_api": {("dynamodb", "Query", "orders/index/unpaid"), …}, …}

Whoever runs the handlers can make such a record: `rights` says what right each call to AWS takes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient

Call = tuple[str, str, str]  # (service, action as IAM names it, resource by the name that the plan gives it)
Calls = dict[str, set[Call]]  # by Lambda

IN_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
# Of these there is one, or one word for all.
ONLY = {"events": "bus", "ses": "mail_from", "states": "jobs", "cognito-idp": "pool"}


def excess(used: Calls, granted: Calls) -> Calls:
    """What may be done and was not, by Lambda."""
    return {name: granted[name] - used.get(name, set()) for name in granted}


def missing(used: Calls, granted: Calls) -> Calls:
    """What was done and may not be, by Lambda."""
    return {name: lacking for name in used if (lacking := used[name] - granted.get(name, set()))}


def rights(service: str, operation: str, parameters: dict[str, Any]) -> Iterator[Call]:
    """The rights that this call takes."""
    match service:
        case "stepfunctions":
            yield from rights("states", operation, parameters)
        case "dynamodb":
            yield from ((service, action, resource) for action, resource in _of_dynamodb(operation, parameters))
        case "secretsmanager":
            yield service, operation, parameters["SecretId"].rsplit("/", 1)[-1]
        case "sqs":  # a batch takes the right of one
            yield service, operation.removesuffix("Batch"), "queue " + _short(parameters["QueueUrl"].rsplit("/", 1)[-1])
        case "lambda":
            action = "InvokeFunction" if operation == "Invoke" else operation
            yield service, action, "function " + _short(parameters["FunctionName"])
        case "s3":
            yield service, operation, _short(parameters["Bucket"])
        case _:
            yield service, operation, ONLY.get(service, "*")


def _of_dynamodb(operation: str, parameters: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A transaction is no right of its own: each of its writes takes its own."""
    if operation.startswith("Transact"):
        for entry in parameters["TransactItems"]:
            [(kind, what)] = entry.items()
            yield IN_TRANSACTION[kind], _short(what["TableName"])
    elif "RequestItems" in parameters:
        yield from ((operation, _short(table)) for table in parameters["RequestItems"])
    elif "IndexName" in parameters:
        yield operation, f"{_short(parameters['TableName'])}/index/{parameters['IndexName']}"
    else:
        yield operation, _short(parameters["TableName"])


@dataclass
class Recorder:
    """What was called so far, and which Lambda is running."""

    calls: Calls = field(default_factory=dict)
    running: str | None = None  # None: the test itself is at it

    def watched(self, name: str, handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """The handler, whose calls are put down to this Lambda."""

        def run(event: Any, context: Any) -> Any:
            before, self.running = self.running, name
            self.calls.setdefault(name, set())
            try:
                return handler(event, context)
            finally:
                self.running = before

        return run

    def note(self, service: str, operation: str, parameters: dict[str, Any]) -> None:
        """Hears of every call to AWS, before it is made."""
        if self.running:
            self.calls[self.running] |= set(rights(service, operation, parameters))


@contextmanager
def recording(patch: pytest.MonkeyPatch, recorder: Recorder) -> Iterator[None]:
    """Every client's every call, whoever made the client and whenever."""
    call = BaseClient._make_api_call

    def make(self: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        recorder.note(self.meta.service_model.service_name, operation, parameters)
        return call(self, operation, parameters)

    patch.setattr(BaseClient, "_make_api_call", make)
    yield


def _short(name: str) -> str:
    """`orders` of `storewright-test-orders`."""
    return name.split("-", 2)[-1]
