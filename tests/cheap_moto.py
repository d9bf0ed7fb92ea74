"""moto made cheaper: the same answers for a part of the time.

Before each transaction moto copies the whole table, with all that its stream has ever told, to put back if it fails.
Here the copy shares the items, and an item is copied when it is about to be changed in place. What DynamoDB answers is
written as it is, where moto looks for each member of its shape under several names; that took a third of a test's time.
"""

import copy
import json
import os
import pickle
from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any

from _pytest.monkeypatch import MonkeyPatch
from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import ActionContext, ActionResult
from moto.core.utils import method_names_from_class
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoResult

OF_ITEMS = {"BatchGetItem", "GetItem", "Query", "Scan", "PutItem", "UpdateItem", "DeleteItem", "TransactGetItems"}
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


def cheapen(patch: MonkeyPatch) -> None:
    """From here on, until the patch is undone."""
    if "__deepcopy__" not in vars(Table):
        patch.setattr(Table, "__deepcopy__", _with_own_rows, raising=False)
        patch.setattr(DynamoDBBackend, "update_item", _on_a_copy(DynamoDBBackend.update_item))
        patch.setattr(DynamoResult, "execute_result", _written)
        patch.setattr("moto.core.responses.method_names_from_class", cache(method_names_from_class))


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


def _written(answer: DynamoResult, context: ActionContext) -> Any:
    if context.operation_model.name not in OF_ITEMS:
        return ActionResult.execute_result(answer, context)
    told = {name: value for name, value in vars(answer)["_result"].items() if value is not None}
    return 200, {"Content-Type": "application/x-amz-json-1.0"}, json.dumps(told)
