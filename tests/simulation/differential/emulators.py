"""The emulators to compare with: MiniStack, and dynoxide where it is installed.

They are spoken to without an SDK, which costs a quarter of the time and lets wrong requests through that an SDK keeps
back. Only the signature is botocore's: MiniStack runs behind a gate that looks at it.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.ministack import REGION, Keys, client_of, environment, ministack
from local.paths import LOGS
from local.process import Process, free_port
from shared.table import TableSpec
from tests.simulation.dynamodb.errors import Wire
from tests.world import create_table

START_S = 30  # a loaded machine takes as long as that to start one
TIMEOUT_S = 120
SCAN_MAX = 100  # pages of a whole table


class Emulator:
    """A DynamoDB at an address."""

    def __init__(self, name: str, url: str, keys: Keys) -> None:
        self.name = name
        self._url = url
        self._keys = keys
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=TIMEOUT_S)

    def call(self, operation: str, request: Wire) -> tuple[bool, Wire]:
        """Whether it was done, and the body of the answer."""
        headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        signed = AWSRequest("POST", f"{self._url}/", headers, json.dumps(request))
        credentials = Credentials(self._keys.access_key_id, self._keys.secret_access_key)
        SigV4Auth(credentials, "dynamodb", REGION).add_auth(signed)
        self._connection.request("POST", "/", signed.data, dict(signed.headers))
        response = self._connection.getresponse()
        body: Wire = json.loads(response.read())
        return response.status == 200, body

    def make_tables(self, specs: tuple[TableSpec, ...]) -> None:
        """The tables, empty."""
        for spec in specs:
            keys = self._keys.access_key_id, self._keys.secret_access_key
            create_table(client_of(self._url, "dynamodb", *keys), spec)

    def drop_tables(self, specs: tuple[TableSpec, ...]) -> None:
        """No such tables any more."""
        for spec in specs:
            self._must("DeleteTable", {"TableName": spec.physical_name})

    def whole_table(self, spec: TableSpec) -> dict[tuple[str, str], Wire]:
        """All items by their keys; not those that have none, which an emulator took and does not give back."""
        items = self.all_pages("Scan", {"TableName": spec.physical_name, "ConsistentRead": True})
        return {(item["pk"]["S"], item["sk"]["S"]): item for item in items if "pk" in item and "sk" in item}

    def all_pages(self, operation: str, request: Wire) -> list[Wire]:
        """The items of a query or a scan, to its end."""
        items: list[Wire] = []
        paging: Wire = {}
        for _ in range(SCAN_MAX):
            answer = self._must(operation, request | paging)
            items += answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return items
            paging = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        raise AssertionError("more pages than these tests could have filled")

    def item(self, spec: TableSpec, key: tuple[str, str]) -> Wire | None:
        """An item, by a consistent read."""
        wire = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
        answer = self._must("GetItem", {"TableName": spec.physical_name, "Key": wire, "ConsistentRead": True})
        return answer.get("Item")

    def give(self, spec: TableSpec, key: tuple[str, str], item: Wire | None) -> None:
        """Make the emulator's item this one, where it takes it; where it does not, the end of the chunk will tell."""
        wire = {"pk": {"S": key[0]}, "sk": {"S": key[1]}}
        if item is None:
            self.call("DeleteItem", {"TableName": spec.physical_name, "Key": wire})
        else:
            self.call("PutItem", {"TableName": spec.physical_name, "Item": item})

    def _must(self, operation: str, request: Wire) -> Wire:
        is_done, answer = self.call(operation, request)
        if not is_done:
            raise AssertionError(f"{self.name} refused {operation} {str(request)[:300]}: {answer}")
        return answer


@contextmanager
def emulators() -> Iterator[list[Emulator]]:
    """Each emulator that there is."""
    with ExitStack() as running:
        cloud = running.enter_context(ministack())
        found = [Emulator("MiniStack", cloud.url, cloud.keys)]
        if shutil.which("dynoxide"):
            found.append(Emulator("dynoxide", running.enter_context(_dynoxide(cloud.keys)), cloud.keys))
        yield found


@contextmanager
def _dynoxide(keys: Keys) -> Iterator[str]:
    """dynoxide with nothing in it, in memory: its address."""
    port = free_port()
    env = environment(f"http://127.0.0.1:{port}", keys) | {"PATH": os.environ["PATH"]}
    command = ["dynoxide", "--port", str(port)]
    with Process("dynoxide", command, env=env, log=LOGS / f"dynoxide-{port}.log") as process:
        process.wait_until_open(port, timeout_s=START_S)
        yield f"http://127.0.0.1:{port}"
