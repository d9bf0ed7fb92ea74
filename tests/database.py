"""A unit test's database: the simulation's DynamoDB behind the SDK's own clients, in the place of moto's.

It refuses what the real one refuses, `tests/simulation/differential` compares it with two other emulators call by call,
and it takes a tenth of moto's time. What it does not have raises NotSupported, never an answer that may be wrong.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from _pytest.monkeypatch import MonkeyPatch
from botocore.signers import RequestSigner
from moto.core.botocore_stubber import BotocoreStubber

from shared.table import TableSpec
from tests.simulation.dynamodb import AwsError, DynamoDB, StreamRecord

AS_JSON = {"Content-Type": "application/x-amz-json-1.0"}
ADDRESS = re.compile(r"https://dynamodb\.[a-z0-9-]+\.amazonaws\.com/$")


class Database(DynamoDB):
    """The database of a test, and what its tables' streams have told so far."""

    def __init__(self, tables: Iterable[TableSpec], now: Callable[[], float]) -> None:
        super().__init__(tables, now)
        self.told: list[StreamRecord] = []
        self.on_change = self.told.append

    def holding(self, attribute: str) -> set[str]:
        """The names of the tables in which an item has this attribute."""
        return {name for name, table in self.tables.items() if any(attribute in item for item in table.items.values())}


_here: list[Database] = []


def here() -> Database:
    """That of the cloud which is up."""
    return _here[-1]


def stand(patch: MonkeyPatch, tables: Iterable[TableSpec], now: Callable[[], float]) -> None:
    """From here on, until the patch is undone, what is asked of DynamoDB in moto's cloud is answered by a new one."""
    database = Database(tables, now)
    patch.setattr(f"{__name__}._here", [*_here, database])
    patch.setattr(RequestSigner, "sign", _but_for_dynamodb(RequestSigner.sign))
    patch.setattr(BotocoreStubber, "process_request", _answering(database, BotocoreStubber.process_request))


def _but_for_dynamodb(sign: Any) -> Any:
    """A signature is half of a call, and nobody here looks at it."""

    def signed(self: RequestSigner, *what: Any, **how: Any) -> None:
        if self._signing_name != "dynamodb":
            sign(self, *what, **how)

    return signed


def _answering(database: Database, process_request: Any) -> Any:
    """In the place of moto's look for who answers a request."""

    def process(self: BotocoreStubber, request: Any) -> Any:
        if not ADDRESS.match(request.url):
            return process_request(self, request)
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).partition(".")[2]
        try:
            return 200, AS_JSON, json.dumps(database.call(operation, json.loads(request.body)))
        except AwsError as error:
            body = {"__type": f"com.amazonaws.dynamodb.v20120810#{error.code}", "message": error.message}
            return error.status, AS_JSON, json.dumps({**body, **error.fields})

    return process
