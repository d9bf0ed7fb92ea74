"""The slow path: botocore's own clients, caught just before they would send.

Serialisation, retries and the parsing of errors are the real ones.

A test lives through the same seeds on both paths and compares the hashes.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape

import botocore.endpoint
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.retries import standard
from botocore.retries.quota import RetryQuota

from shared import aws, clock
from tests.simulation.calls import Calls, NoAnswer
from tests.simulation.dynamodb import AwsError

new_session = aws._session.__wrapped__  # the shop's own, before a world stands in its place


@contextmanager
def wire(calls: Calls) -> Iterator["WireSession"]:
    """The path to AWS through the SDK. Its waits and its chance are the world's.

    Its budget of retries is endless: here all runs share one client, in Lambda each container has its own.
    """
    with ExitStack() as stack:
        stack.enter_context(patch.object(botocore.endpoint, "time", _Time))
        backoff = partial(standard.ExponentialBackoff, random=calls.loop.random.random)
        stack.enter_context(patch.object(standard, "ExponentialBackoff", backoff))
        stack.enter_context(patch.object(RetryQuota, "acquire", lambda *_: True))
        yield WireSession(calls)


class WireSession:
    """Makes real clients whose requests end in `Calls`."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._session = new_session()

    def create_client(self, service: str, **how: Any) -> Any:
        """The client of a service."""
        made = self._session.create_client(service, **how)
        made.meta.events.register("before-send", lambda request, **_: self._send(service, request))
        return made

    def _send(self, service: str, request: AWSPreparedRequest) -> AWSResponse:
        operation, asked = _read(service, request)
        try:
            answer = self._calls.attempt(service, operation, asked)
        except NoAnswer:
            raise ReadTimeoutError(endpoint_url=request.url) from None
        except AwsError as error:
            return _response(request, error.status, *_refusal(service, error))
        return _response(request, 200, *_written(service, answer))


class _Time:
    """What botocore's endpoint uses of Python's `time`."""

    @staticmethod
    def sleep(seconds: float) -> None:
        clock.pause(seconds)


def _read(service: str, request: AWSPreparedRequest) -> tuple[str, dict[str, Any]]:
    """Which operation a request asks for, and with what."""
    if service == "ses":
        return _read_query(request)
    if service == "sns":
        fields = _fields(request)
        return fields["Action"], {name: fields[name] for name in ("PhoneNumber", "Message")}
    if service == "s3":
        key = urlsplit(request.url).path.lstrip("/")
        body = request.body.read() if hasattr(request.body, "read") else request.body
        if b"aws-chunked" in _bytes(request.headers.get("Content-Encoding", "")):
            body = b"".join(_chunks(body))
        return ("PutObject", {"Key": key, "Body": body}) if request.method == "PUT" else ("GetObject", {"Key": key})
    if service == "lambda":
        return "Invoke", {"FunctionName": urlsplit(request.url).path.split("/")[3]}
    target = _bytes(request.headers["X-Amz-Target"]).decode()
    return target.rpartition(".")[2], json.loads(request.body)


def _bytes(header: str | bytes) -> bytes:
    return header if isinstance(header, bytes) else header.encode()


def _chunks(body: bytes) -> Iterator[bytes]:
    """What a body is in that is sent in pieces: each after its length in hexadecimal; a checksum follows the last."""
    length, _, rest = body.partition(b"\r\n")
    while size := int(length, 16):
        yield rest[:size]
        length, _, rest = rest[size + 2 :].partition(b"\r\n")


def _fields(request: AWSPreparedRequest) -> dict[str, str]:
    body = request.body.decode() if isinstance(request.body, bytes) else request.body
    return dict(parse_qsl(body, keep_blank_values=True))


def _read_query(request: AWSPreparedRequest) -> tuple[str, dict[str, Any]]:
    fields = _fields(request)
    tags: dict[str, dict[str, str]] = {}
    for name, value in fields.items():
        if name.startswith("Tags.member."):
            _, _, place, field = name.split(".")
            tags.setdefault(place, {})[field] = value
    to = [value for name, value in fields.items() if name.startswith("Destination.ToAddresses.member.")]
    return fields["Action"], {
        "Source": fields["Source"],
        "Destination": {"ToAddresses": to},
        "Tags": list(tags.values()),
    }


def _written(service: str, answer: Any) -> tuple[bytes, dict[str, str]]:
    if service in ("ses", "sns"):
        name = {"ses": "SendEmail", "sns": "Publish"}[service]
        result = f"<{name}Result><MessageId>{answer['MessageId']}</MessageId></{name}Result>"
        return f"<{name}Response>{result}</{name}Response>".encode(), {"Content-Type": "text/xml"}
    if service == "s3":
        return answer["Body"].read() if "Body" in answer else b"", {"ETag": str(answer.get("ETag", ""))}
    return json.dumps(answer).encode(), {"Content-Type": "application/x-amz-json-1.0"}


def _refusal(service: str, error: AwsError) -> tuple[bytes, dict[str, str]]:
    if service in ("ses", "sns"):
        detail = f"<Code>{error.code}</Code><Message>{escape(error.message)}</Message>"
        return f"<ErrorResponse><Error><Type>Sender</Type>{detail}</Error></ErrorResponse>".encode(), {
            "Content-Type": "text/xml"
        }
    if service == "s3":
        return f"<Error><Code>{error.code}</Code><Message>{escape(error.message)}</Message></Error>".encode(), {}
    body = {"__type": f"com.amazonaws#{error.code}", "message": error.message, **error.fields}
    return json.dumps(body).encode(), {"Content-Type": "application/x-amz-json-1.0"}


class _Raw:
    """A response's body, as urllib3 has it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._content

    def read(self, *_: Any, **__: Any) -> bytes:
        content, self._content = self._content, b""
        return content


def _response(request: AWSPreparedRequest, status: int, body: bytes, headers: dict[str, str]) -> AWSResponse:
    return AWSResponse(request.url, status, {"Content-Length": str(len(body)), **headers}, _Raw(body))
