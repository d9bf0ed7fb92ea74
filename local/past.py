"""What the emulator's tables held before, so that a restore to a moment gives back that moment.

Alone it makes a restored table of what the table holds when it is asked. Here each change of a table whose
point-in-time recovery is on is kept with what was there before it, and a restore takes back all that came later.
It runs in the emulator, which `gate.py` starts; a restored table has no recovery of its own, as in AWS.
"""

import copy
import json
import math
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

CHANGES_MAX = 20_000  # of a table, some 50 MB; AWS keeps 35 days, here the earliest moment moves on instead

Item = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Past:
    """Of one table: what each change found, oldest first. since: the earliest moment that can be had."""

    since: float
    changes: deque[tuple[float, Any, Any, Item | None]] = field(default_factory=deque)

    def note(self, at: float, pk: Any, sk: Any, before: Item | None) -> None:
        self.changes.append((at, pk, sk, before))
        if len(self.changes) > CHANGES_MAX:
            self.since = self.changes.popleft()[0]

    def undo(self, items: dict[Any, dict[Any, Item]], moment: float) -> None:
        """Make of a table's items of now those of the moment."""
        for at, pk, sk, before in reversed(list(self.changes)):
            if at <= moment:
                return
            if before is None:
                items.get(pk, {}).pop(sk, None)
            else:
                items.setdefault(pk, {})[sk] = copy.deepcopy(before)
        for pk in [pk for pk, of_one in items.items() if not of_one]:
            del items[pk]


class Memory:
    """What the emulator's DynamoDB does otherwise: each method stands for the one of its module that it calls."""

    def __init__(self, dynamodb: Any) -> None:
        self.dynamodb = dynamodb
        self.pasts: dict[str, Past] = {}  # by the tables' ids: one that is made again begins anew
        self.set, self.remove = dynamodb._set_item, dynamodb._remove_item
        self.describe, self.switch = dynamodb._describe_continuous_backups, dynamodb._update_continuous_backups
        self.restore = dynamodb._restore_table_to_point_in_time

    def set_item(self, table: Any, pk: Any, sk: Any, item: Item) -> Any:
        self._note(table, pk, sk)
        return self.set(table, pk, sk, item)

    def remove_item(self, table: Any, pk: Any, sk: Any) -> Any:
        self._note(table, pk, sk)
        return self.remove(table, pk, sk)

    def update_continuous_backups(self, asked: Any) -> Answer:
        answer: Answer = self.switch(asked)
        if answer[0] == 200:
            table_id = self._table(asked["TableName"])["TableId"]
            if asked["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]:
                self.pasts.setdefault(table_id, Past(time.time()))
            else:
                self.pasts.pop(table_id, None)
        return answer

    def describe_continuous_backups(self, asked: Any) -> Answer:
        status, headers, body = self.describe(asked)
        if status == 200 and (past := self._past(asked["TableName"])):
            told = json.loads(body)
            recovery = told["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
            recovery["EarliestRestorableDateTime"] = math.ceil(past.since)
            body = json.dumps(told).encode()
        return status, headers, body

    def restore_table_to_point_in_time(self, asked: Any) -> Answer:
        past, now = self._past(asked["SourceTableName"]), time.time()
        if past is None:
            return self._refused("PointInTimeRecoveryUnavailableException", "The table has no recovery.")
        moment = now if asked.get("UseLatestRestorableTime") else asked.get("RestoreDateTime", 0)
        if not past.since <= moment <= now:
            return self._refused("InvalidRestoreTimeException", "The moment is not one that can be had.")
        answer: Answer = self.restore(asked)
        if answer[0] == 200:
            restored = self._table(asked["TargetTableName"])
            past.undo(restored["items"], moment)
            self.dynamodb._items_replaced(restored)
        return answer

    def _note(self, table: Any, pk: Any, sk: Any) -> None:
        """Before the change: a restore that comes between takes back what was not yet done, which does no harm."""
        if past := self.pasts.get(table["TableId"]):
            past.note(time.time(), pk, sk, table["items"].get(pk, {}).get(sk))

    def _table(self, name: str) -> Any:
        return self.dynamodb._tables.get(self.dynamodb._normalize_table_name(name), {})

    def _past(self, name: str) -> Past | None:
        return self.pasts.get(self._table(name).get("TableId", ""))

    def _refused(self, code: str, sentence: str) -> Answer:
        answer: Answer = self.dynamodb.error_response_json(code, sentence, 400)
        return answer


def remember(dynamodb: Any) -> None:
    """Teach the emulator's DynamoDB, its module, to keep what was and to restore from it."""
    memory = Memory(dynamodb)
    dynamodb._set_item, dynamodb._remove_item = memory.set_item, memory.remove_item
    dynamodb._describe_continuous_backups = memory.describe_continuous_backups
    dynamodb._update_continuous_backups = memory.update_continuous_backups
    dynamodb._restore_table_to_point_in_time = memory.restore_table_to_point_in_time
