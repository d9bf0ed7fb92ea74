"""Dead letters in moto's queues, as AWS writes them."""

import json
from typing import Any
from uuid import uuid4

from functions.system.parts import name_of, part_of
from tests import lambdas
from tests.world import service

ON_PAYMENT = "orders-on_payment"
EXPIRE = "orders-expire_unpaid"
PUBLISHER = "orders-publish_events"
WATCHER = "inventory-watch_levels"


def queue(title: str) -> str:
    """The address of a queue, made where it is not there."""
    return str(service("sqs").create_queue(QueueName=name_of(title))["QueueUrl"])


def a_letter(title: str = ON_PAYMENT, body: Any = None, attributes: dict[str, str] | None = None) -> str:
    """The id of a new one in this part's dead-letter queue; the part's own queue is there too."""
    if part_of(title).kind.has_queue:
        queue(title)
    text = body if isinstance(body, str) else json.dumps(body or an_event())
    sent = service("sqs").send_message(
        QueueUrl=queue(part_of(title).dead_letters),
        MessageBody=text,
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in (attributes or {}).items()
        },
    )
    return str(sent["MessageId"])


def the_only_letter(title: str = ON_PAYMENT) -> str:
    """The id of a new one, beside which there is none in its queue."""
    if not lambdas.is_standing():
        return "0"  # there is no cloud: whoever asks looks at the form alone
    service("sqs").delete_queue(QueueUrl=queue(part_of(title).dead_letters))
    return a_letter(title)


def an_event(**changed: Any) -> dict[str, Any]:
    """What EventBridge puts into a worker's queue."""
    detail = {"id": "evt_01", "type": "payment.captured", "aggregate": {"type": "payment", "id": "pay_01"}, **changed}
    return {"detail-type": "payment.captured", "source": "storewright", "detail": detail}


def a_failed_run(**changed: Any) -> dict[str, Any]:
    """What Lambda puts into the dead-letter queue of what runs by the clock."""
    context = {"condition": "RetriesExhausted", "approximateInvokeCount": 3}
    answer = {"errorType": "Failed", "errorMessage": "expire_unpaid: KeyError"}
    payload = {"time": "2026-11-22T11:55:00Z", "id": str(uuid4())}
    return {"requestContext": context, "requestPayload": payload, "responsePayload": answer, **changed}


def bodies(title: str) -> list[str]:
    """What lies in a queue, and stays there."""
    found = service("sqs").receive_message(QueueUrl=queue(title), MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [each["Body"] for each in found.get("Messages", ())]
