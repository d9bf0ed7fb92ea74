"""The small services of AWS: secrets, mail, files. Each takes an operation and a request, and gives the answer."""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.response import StreamingBody

from tests.simulation.dynamodb import AwsError
from tests.world import SECRETS


def secrets(operation: str, request: Mapping[str, Any]) -> Any:
    """Secrets Manager: the test shop's secrets."""
    assert operation == "GetSecretValue"
    name = str(request["SecretId"]).rsplit("/", 1)[-1]
    return {"Name": request["SecretId"], "SecretString": SECRETS[name]}


def people(operation: str, _: Mapping[str, Any]) -> Any:
    """Cognito: takes everybody, and tells nothing."""
    assert operation.startswith("Admin")
    return {}


@dataclass
class Mail:
    """SES: every message it took, in order."""

    sent: list[Mapping[str, Any]] = field(default_factory=list)

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        assert operation == "SendEmail"
        self.sent.append(request)
        return {"MessageId": f"mail-{len(self.sent)}"}


@dataclass
class Texts:
    """SNS: the words of every text message it took, in order."""

    sent: list[str] = field(default_factory=list)

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        assert operation == "Publish"
        self.sent.append(str(request["Message"]))
        return {"MessageId": f"text-{len(self.sent)}"}


@dataclass
class Files:
    """S3: whole objects by key; the last write wins."""

    objects: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        key = str(request["Key"])
        if operation == "PutObject":
            self.objects[key] = bytes(request["Body"])
            return {"ETag": '"' + base64.b16encode(self.objects[key][:8]).decode() + '"'}
        if operation == "DeleteObject":
            self.objects.pop(key, None)
            return {}
        assert operation == "GetObject"
        if key not in self.objects:
            raise AwsError("NoSuchKey", "The specified key does not exist.", 404, {})
        content = self.objects[key]
        return {"Body": StreamingBody(io.BytesIO(content), len(content)), "ContentLength": len(content)}
