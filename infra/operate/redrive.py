"""A dead letter tried again, by whoever has the rights: to its end, where it is a run."""

from infra.operate.place import Place, Refusal, part
from infra.operate.telling import counted
from infra.parts import part_of
from shared.operations.retrial import Hopeless, Outcome, retrial


def redrive(place: Place, title: str, body: str) -> str:
    """Try it again; a sentence of what was done. Raises Refusal where it cannot be, or failed again."""
    part(title)
    try:
        how = retrial(part_of(title), body, lambda: place.client("dynamodbstreams"))
    except Hopeless as error:
        raise Refusal(str(error)) from None
    if how.outcome is Outcome.QUEUED:
        sqs = place.client("sqs")
        sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=place.names.of(title))["QueueUrl"], MessageBody=body)
    elif how.payload is not None:
        place.invoke(title, how.payload)
    return {
        Outcome.QUEUED: "back in its queue",
        Outcome.PUBLISHED: "what was unsent is on the bus",
        Outcome.FOLLOWED: f"{counted(how.changes, 'change')} followed again",
        Outcome.RUN: "run again",
    }[how.outcome]
