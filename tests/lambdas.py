"""What Lambda is asked to run by the shop itself: noted, and run by the test where it wants that."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from _pytest.monkeypatch import MonkeyPatch
from botocore.client import BaseClient


@dataclass
class Lambdas:
    """asked: (name, whether the end is waited for, payload), in order. failing: names that fail when waited for."""

    asked: list[tuple[str, bool, Any]] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def invoke(self, FunctionName: str, Payload: bytes, InvocationType: str = "RequestResponse") -> Any:  # noqa: N803
        is_waited_for = InvocationType == "RequestResponse"
        self.asked.append((FunctionName, is_waited_for, json.loads(Payload)))
        fails = is_waited_for and FunctionName in self.failing
        return {"StatusCode": 200, "Payload": BytesIO(b"null"), **({"FunctionError": "Unhandled"} if fails else {})}


_standing: list[Lambdas] = []


def stand(patch: MonkeyPatch) -> None:
    """From here on, until the patch is undone; moto would start containers."""
    patch.setattr("tests.lambdas._standing", [Lambdas()])
    call = BaseClient._make_api_call

    def make(client: BaseClient, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name == "lambda" and operation == "Invoke":
            return here().invoke(**parameters)
        return call(client, operation, parameters)

    patch.setattr(BaseClient, "_make_api_call", make)


def is_standing() -> bool:
    """Whether there is a cloud around."""
    return bool(_standing)


def here() -> Lambdas:
    """Those of this test."""
    return _standing[0]
