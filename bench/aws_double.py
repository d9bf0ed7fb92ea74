"""AWS in small for one cold Lambda: holds rows that never change, takes every write, and speaks TLS as AWS does.

DynamoDB answers reads from the rows; every write succeeds and changes nothing, so that the next process finds the same.
But a partition of an index is found empty the second time, as a sweeper finds it that has done what it found the first.
Secrets Manager, EventBridge, S3 and SES give the shortest answer that their clients take.
"""

import json
import ssl
import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.certificate import write_certificate

Rows = Mapping[str, Sequence[dict[str, Any]]]  # items as DynamoDB speaks, by table

SENT = (
    '<SendEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendEmailResult><MessageId>1</MessageId>'
    "</SendEmailResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></SendEmailResponse>"
)


class AwsDouble(ThreadingHTTPServer):
    """Every service behind one address. secrets: by the name after the last slash of where they are stored."""

    daemon_threads = True

    def __init__(self, folder: Path, secrets: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[str] = []  # operations asked for since `hold`
        self.hold({})
        self.secrets = secrets
        self.certificate = write_certificate(folder)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.certificate)
        self.socket = tls.wrap_socket(self.socket, server_side=True)

    @property
    def url(self) -> str:
        """For AWS_ENDPOINT_URL."""
        return f"https://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "AwsDouble":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def hold(self, rows: Rows, files: Mapping[str, bytes] | None = None) -> None:
        """Hold these rows and files, by key, from here on, for the next process."""
        self.rows = rows
        self.files = files or {}
        self.swept: set[str] = set()
        self.calls.clear()

    def answer(self, operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to a call of one of the services that speak JSON."""
        match operation:
            case "BatchGetItem":
                found = {table: self._found(table, wanted["Keys"]) for table, wanted in asked["RequestItems"].items()}
                return {"Responses": found, "UnprocessedKeys": {}}
            case "Query":
                items = self._queried(asked)
                return {"Items": items, "Count": len(items), "ScannedCount": len(items)}
            case "UpdateItem":
                return {"Attributes": {"taken": {"N": "1"}}}
            case "PutEvents":
                return {"FailedEntryCount": 0, "Entries": [{"EventId": "1"} for _ in asked["Entries"]]}
            case "GetSecretValue":
                return {"SecretString": self.secrets[asked["SecretId"].rpartition("/")[2]]}
            case _:
                return {}

    def _queried(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        partition = f"{asked['TableName']} {asked.get('IndexName')} {asked['ExpressionAttributeValues'][':pk']}"
        if partition in self.swept:
            return []
        if "IndexName" in asked:
            self.swept.add(partition)
        found = [item for item in self.rows.get(asked["TableName"], ()) if _is_asked_for(item, asked)]
        return found[: asked.get("Limit")]

    def _found(self, table: str, keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [item for item in self.rows.get(table, ()) if {"pk": item["pk"], "sk": item["sk"]} in keys]


def _is_asked_for(item: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Whether an item is in the partition and range of a query. Only texts are keys here."""
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    if item.get(names["#pk"]) != values[":pk"]:
        return False
    if "#sk" not in names:
        return True
    if names["#sk"] not in item:
        return False
    sort, bounds = item[names["#sk"]]["S"], [values[name]["S"] for name in sorted(values) if name != ":pk"]
    _, _, condition = asked["KeyConditionExpression"].partition(" AND ")
    return _fits(sort, condition, bounds)


def _fits(sort: str, condition: str, bounds: list[str]) -> bool:
    if condition.startswith("begins_with"):
        return sort.startswith(bounds[0])
    if "BETWEEN" in condition:
        return bounds[0] <= sort <= bounds[1]
    operator = condition.split()[1]
    return {"=": sort == bounds[0], "<": sort < bounds[0], "<=": sort <= bounds[0]}.get(operator, sort >= bounds[0])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: AwsDouble

    def do_POST(self) -> None:
        """DynamoDB, Secrets Manager, EventBridge; and SES, which speaks in forms and XML."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        service, _, operation = self.headers.get("X-Amz-Target", "SES.SendEmail").rpartition(".")
        self.server.calls.append(operation)
        if service == "SES":
            self._send(SENT, "text/xml")
            return
        answer = self.server.answer(operation, json.loads(body))
        self._send(json.dumps(answer), "application/x-amz-json-1.0")

    def do_PUT(self) -> None:
        """S3 takes a file."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.calls.append("PutObject")
        self._send("", "application/xml")

    def do_GET(self) -> None:
        """S3 gives a file back."""
        content = self.server.files.get(urlsplit(self.path).path.split("/", 2)[2])
        self.server.calls.append("GetObject")
        self.send_response(200 if content is not None else 404)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def _send(self, text: str, content_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""
