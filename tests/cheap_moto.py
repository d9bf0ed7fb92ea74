"""moto made cheaper: the same answers for a part of the time.

Before each transaction moto copies the whole table, with all that its stream has ever told, to put back if it fails.
Here the copy shares the items, and an item is copied when it is about to be changed in place. What DynamoDB is asked
and answers (the shop keeps no bytes) is read and written as it is, where moto makes an HTTP request of it, tries every
service's address, and looks for each member of a shape under several names; that took half of a test's time. An item is
weighed once it could be too heavy; an update's expression is looked at as a whole, and not again in each part. The SDK
says once what it is, and the one key that all of moto's user pools have is read once.
"""

import copy
import json
import os
import pickle
import re
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cache
from types import SimpleNamespace
from typing import Any

from _pytest.monkeypatch import MonkeyPatch
from botocore.useragent import UserAgentString
from joserfc import jwk
from moto.backends import get_backend
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionContext, ActionResult
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import bytesize
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator
from moto.dynamodb.responses import DynamoHandler, DynamoResult

OF_ITEMS = {"BatchGetItem", "GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem", "TransactGetItems"}
STRAIGHT = OF_ITEMS | {"BatchWriteItem", "TransactWriteItems"}
ITEM_BYTES = 400_000  # below moto's limit
AS_JSON = {"Content-Type": "application/x-amz-json-1.0"}
DYNAMODB = re.compile(r"https://dynamodb\.([a-z0-9-]+)\.amazonaws\.com/$")
FURNISHED = ("dynamodb", "events", "secretsmanager", "ses", "stepfunctions")
_kept: dict[Hashable, bytes] = {}


def furnish(kind: Hashable, make: Callable[[], object]) -> None:
    """Let moto's fresh cloud be as `make` made it the first time for this kind."""
    region = os.environ["AWS_REGION"]
    states: list[dict[str, Any]] = [get_backend(service)[DEFAULT_ACCOUNT_ID][region].__dict__ for service in FURNISHED]  # type: ignore[call-overload]
    if kind not in _kept:
        make()
        _kept[kind] = pickle.dumps(states)
        return
    for state, kept in zip(states, pickle.loads(_kept[kind]), strict=True):
        state.update(kept)


def holding(attribute: str) -> set[str]:
    """The names of moto's tables in which an item has this attribute."""
    tables = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID][os.environ["AWS_REGION"]].tables.values()
    return {
        table.name
        for table in tables
        if any(attribute in item.attrs for rows in table.items.values() for item in rows.values())
    }


def cheapen(patch: MonkeyPatch) -> None:
    """From here on, until the patch is undone."""
    if "__deepcopy__" not in vars(Table):
        patch.setattr(Table, "__deepcopy__", _with_own_rows, raising=False)
        patch.setattr(DynamoDBBackend, "update_item", _on_a_copy(DynamoDBBackend.update_item))
        patch.setattr(DynamoResult, "execute_result", _written)
        patch.setattr(BotocoreStubber, "process_request", _straight(BotocoreStubber.process_request))
        patch.setattr(UserAgentString, "to_string", lambda _: "a test")
        patch.setattr("moto.core.responses.method_names_from_class", cache(method_names_from_class))
        patch.setattr(LimitedSizeDict, "__setitem__", _while_it_is_small(LimitedSizeDict.__setitem__))
        for whole in (ActionCountValidator, OverlappingPathsValidator):
            patch.setattr(whole, "traverse", lambda validator, expression: validator.process(expression))
        patch.setattr("moto.cognitoidp.models.jwk", SimpleNamespace(RSAKey=_PoolsKey))


class _PoolsKey:
    _read: jwk.RSAKey | None = None

    @classmethod
    def import_key(cls, private: dict[str, Any]) -> jwk.RSAKey:
        """What moto asks for at each new pool, and takes a quarter of a second."""
        cls._read = cls._read or jwk.RSAKey.import_key(private)
        return cls._read


def _with_own_rows(table: Table, _memo: dict[int, Any]) -> Table:
    backup = copy.copy(table)
    backup.items = defaultdict(dict, {partition: dict(rows) for partition, rows in table.items.items()})
    return backup


def _on_a_copy(update_item: Any) -> Any:
    """moto's update, which changes an item in place, on a copy: the one in the backup stays as it was."""

    def update(self: DynamoDBBackend, table_name: str, key: dict[str, Any], **how: Any) -> Any:
        partition, place = self.get_keys_value(self.get_table(table_name), key)
        rows: dict[Any, Any] = self.get_table(table_name).items.get(partition, {})
        if place in rows:
            rows[place] = copy.deepcopy(rows[place])
        return update_item(self, table_name, key, **how)

    return update


def _while_it_is_small(set_attribute: Any) -> Any:
    """moto's look at an item's size, at each attribute that is set, once all that was ever set could be too much."""

    def set_item(self: LimitedSizeDict, name: str, value: Any) -> None:
        seen = vars(self).get("at_most") or _bytes(self)
        vars(self)["at_most"] = seen + _bytes({name: value})
        if vars(self)["at_most"] > ITEM_BYTES:
            set_attribute(self, name, value)
        else:
            dict.__setitem__(self, name, value)

    return set_item


def _bytes(attributes: dict[str, Any]) -> int:
    return sum(
        bytesize(name) + (value.size() if type(value) is DynamoType else bytesize(str(value)))
        for name, value in attributes.items()
    )


def _straight(process_request: Any) -> Any:
    """What is asked of DynamoDB's items goes to moto's handler of it; all else takes moto's own way there."""

    def process(self: BotocoreStubber, request: Any) -> Any:
        at = DYNAMODB.match(request.url)
        target = request.headers.get("X-Amz-Target", b"")
        operation = (target.decode() if isinstance(target, bytes) else target).partition(".")[2]
        if at is None or operation not in STRAIGHT:
            return process_request(self, request)
        handler = DynamoHandler()
        handler.params = json.loads(request.body)
        handler.headers, handler.response_headers = {"x-amz-target": operation, **AS_JSON}, {}
        handler.querystring, handler.region, handler.current_account = {}, at[1], DEFAULT_ACCOUNT_ID
        return handler.call_action()

    return process


def _written(answer: DynamoResult, context: ActionContext) -> Any:
    if context.operation_model.name not in OF_ITEMS:
        return ActionResult.execute_result(answer, context)
    told = {name: value for name, value in vars(answer)["_result"].items() if value is not None}
    return 200, dict(AS_JSON), json.dumps(told)
