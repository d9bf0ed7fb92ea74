"""What the shop asks of AWS to look after itself: queues with one dead letter, Lambda, and figures that nobody has."""

import json
from collections.abc import Mapping
from typing import Any

from tests.simulation.dynamodb import AwsError
from tests.system.post import an_event
from tests.world import NOON

ONLY = "0"  # the id of the one dead letter, which comes back whatever becomes of it


class Queues:
    """SQS, as the shop's own code asks it: each dead-letter queue has one letter, which is hidden while it is held."""

    def __init__(self) -> None:
        self._is_held = False

    def __call__(self, operation: str, request: Mapping[str, Any]) -> Any:
        match operation:
            case "GetQueueAttributes":
                return {"Attributes": dict.fromkeys(request["AttributeNames"], "0")}
            case "ReceiveMessage":
                found = [] if self._is_held else [self._letter()]
                self._is_held = True
                return {"Messages": found}
            case "SendMessageBatch":
                return {"Successful": [{"Id": each["Id"], "MessageId": "1"} for each in request["Entries"]]}
        assert operation in ("DeleteMessageBatch", "ChangeMessageVisibilityBatch")
        self._is_held = False
        return {"Successful": [{"Id": each["Id"]} for each in request["Entries"]]}

    @staticmethod
    def _letter() -> Any:
        sent = {"SentTimestamp": str(int(NOON.timestamp() * 1000))}
        return {"MessageId": ONLY, "ReceiptHandle": "r", "Body": json.dumps(an_event()), "Attributes": sent}


def lambdas(operation: str, _: Mapping[str, Any]) -> Any:
    """Lambda: takes what it is to run later."""
    assert operation == "Invoke"
    return None


def figures(operation: str, _: Mapping[str, Any]) -> Any:
    """CloudWatch and Cost Explorer, which the shop may not ask."""
    raise AwsError("AccessDeniedException", f"You may not {operation}.", 403)
