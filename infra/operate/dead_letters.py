"""Dead letters: what failed for good, shown, tried again, or dropped with a reason that is written down."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any

from cyclopts import App, Parameter

from infra.operate.place import FAILING, Mistake, Place, Refusal, now, part
from infra.operate.redrive import redrive
from infra.operate.status import waiting
from infra.operate.telling import HERE, At, Row, Yes, counted, table

HIDDEN_S = 600  # as long as one is looked at, nobody else gets it; longer than any run that it is tried again with
LETTERS_MAX = 500  # of one queue; more are looked at after these are dealt with
AT_ONCE = 10  # SQS's limit of a receive
SUMMARY_MAX = 100  # characters

app = App(name="dead-letters", help="What failed for good: shown, tried again, or dropped with a reason.")
Queue = Annotated[
    str | None, Parameter(name="--of", help="The part that it was meant for, such as orders-on_payment; else all.")
]
LetterId = Annotated[str, Parameter(help="Its id, as `list` shows it; the first characters will do.")]


@dataclass(frozen=True)
class Letter:
    """One message in a dead-letter queue. title: of the part it was meant for."""

    title: str
    id: str
    sent_at: datetime
    body: str
    attributes: Mapping[str, str]  # why EventBridge or the Scheduler gave up, where they did
    receipt: str = field(repr=False)

    def row(self) -> Row:
        return {
            "id": self.id,
            "of": self.title,
            "since": f"{self.sent_at:%Y-%m-%d %H:%M:%S}",
            "what": summary(self.body),
        }


@app.command(name="list")
def list_letters(*, of: Queue = None, at: At = HERE) -> None:
    """All dead letters, oldest first, each with the part that it was meant for.

    `storewright dead-letters list --stage prod`
    """
    rows = [letter.row() for letters in _all(at.place(), of) for letter in letters.here]
    at.tell(rows, table("Dead letters", rows), *([f"{counted(len(rows), 'letter')}."] if rows else []))


@app.command
def show(letter_id: LetterId, *, of: Queue = None, at: At = HERE) -> None:
    """One dead letter, whole: what it says, and what is known of why it failed.

    `storewright dead-letters show 1b0d… --stage prod`
    """
    with _one(at.place(), letter_id, of) as (_, letter):
        body = _json(letter.body)
        found = {**letter.row(), "attributes": dict(letter.attributes), "body": body}
        text = letter.body if body is None else json.dumps(body, indent=2, ensure_ascii=False)
        at.tell(found, table("Dead letter", [letter.row()]), *_told(letter.attributes), text)


@app.command(name="redrive")
def redrive_letters(
    letter_id: LetterId | None = None,
    *,
    of: Queue = None,
    every: Annotated[bool, Parameter(name="--all", negative="", help="All of the part that --of names.")] = False,
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Try it again: a worker's message goes back to its queue, a run by the clock or of a stream is made anew at once.

    Twice does no harm: what was heard before is known by its id. One that fails again stays, or comes back.

    `storewright dead-letters redrive 1b0d… --stage prod`

    `storewright dead-letters redrive --of orders-on_payment --all --stage prod`
    """
    place = at.place()
    if (letter_id is None) != every or (every and not of):
        raise Mistake("Name one letter, or a part with --of and --all.")
    if letter_id:
        with _one(place, letter_id, of) as (box, letter):
            told = [_again(place, box, letter)]
    else:
        [box] = _all(place, of)
        with box:
            at.confirm(f"Try {counted(len(box.here), 'letter')} of {of} again?", yes=yes)
            told = [_again(place, box, letter) for letter in list(box.here)]
    at.tell(told, table("Tried again", told))


@app.command
def drop(
    letter_id: LetterId,
    *,
    reason: Annotated[str, Parameter(help="Why nobody needs it any more; it is kept with the letter.")],
    of: Queue = None,
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Take it out of its queue for good. The letter, the reason and who dropped it are kept in the shop's bucket.

    `storewright dead-letters drop 1b0d… --reason "a test, by hand" --stage prod`
    """
    if not reason.strip():
        raise Mistake('A letter is dropped with a reason: --reason "…".')
    place = at.place()
    with _one(place, letter_id, of) as (box, letter):
        at.confirm(f"Drop {letter.id} of {letter.title}: {summary(letter.body)}?", yes=yes)
        key = f"dropped/{letter.title}/{letter.sent_at:%Y-%m-%d}/{letter.id}.json"
        kept = {**letter.row(), "body": letter.body, "attributes": dict(letter.attributes)}
        kept |= {"reason": reason.strip(), "dropped_at": f"{now():%Y-%m-%dT%H:%M:%SZ}", "by": place.caller["Arn"]}
        place.client("s3").put_object(
            Bucket=place.bucket,
            Key=key,
            Body=json.dumps(kept, ensure_ascii=False).encode(),
            ContentType="application/json",
        )
        box.remove(letter)
    at.tell({"id": letter.id, "kept": key}, f"Dropped; it is kept as {key} in {place.bucket}.")


@dataclass
class Box:
    """A dead-letter queue that is being looked at: its letters are hidden from others until the context ends."""

    place: Place
    title: str
    here: list[Letter] = field(default_factory=list)

    def __enter__(self) -> "Box":
        self.here = []
        try:
            while len(self.here) < LETTERS_MAX and (found := self._receive()):
                self.here += found
        except BaseException:
            self._give_back()
            raise
        self.here.sort(key=lambda letter: letter.sent_at)
        return self

    def __exit__(self, *_: object) -> None:
        self._give_back()

    def remove(self, letter: Letter) -> None:
        """For good."""
        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=letter.receipt)
        self.here.remove(letter)

    def _receive(self) -> list[Letter]:
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=AT_ONCE,
            VisibilityTimeout=HIDDEN_S,
            WaitTimeSeconds=1,  # a shorter look asks only some of SQS's machines
            AttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        )
        return [_letter(self.title, each) for each in answer.get("Messages", ())]

    def _give_back(self) -> None:
        for start in range(0, len(self.here), AT_ONCE):
            entries = [
                {"Id": str(i), "ReceiptHandle": letter.receipt, "VisibilityTimeout": 0}
                for i, letter in enumerate(self.here[start : start + AT_ONCE])
            ]
            self._sqs.change_message_visibility_batch(QueueUrl=self._url, Entries=entries)

    @property
    def _sqs(self) -> Any:
        return self.place.client("sqs")

    @property
    def _url(self) -> str:
        name = self.place.names.of(self.title, "dlq")
        return str(self._sqs.get_queue_url(QueueName=name)["QueueUrl"])


def summary(body: str) -> str:
    """What a letter is about, in a line: its event, the failed run, or how it begins."""
    told = _json(body)
    match told:
        case {"detail": {"type": str(kind), "id": str(event_id)}}:
            return f"{kind} {event_id}"
        case {"DDBStreamBatchInfo": {"batchSize": size}, "requestContext": {"condition": str(why)}}:
            return f"{counted(size, 'change')} of a table: {why}"
        case {"requestPayload": _, "requestContext": {"condition": str(why)}}:
            return f"a run by the clock: {why}"
        case {"detail-type": str(kind)}:
            return f"a run by the clock: {kind}"
    return body[:SUMMARY_MAX]


def _again(place: Place, box: Box, letter: Letter) -> Row:
    told = redrive(place, letter.title, letter.body)
    box.remove(letter)
    return {"id": letter.id, "of": letter.title, "so": told}


def _all(place: Place, of: str | None) -> list[Box]:
    """The boxes that have something in them; one that is named, anyway."""
    if of:
        part(of, *FAILING)
        return [_looked_at(place, of)]
    return [_looked_at(place, title) for title, counts in waiting(place).items() if counts["dead_letters"]]


def _looked_at(place: Place, title: str) -> Box:
    """Looked into and given back: its letters are as they were a moment ago."""
    box = Box(place, title)
    with box:
        pass
    return box


@contextmanager
def _one(place: Place, letter_id: str, of: str | None) -> Iterator[tuple[Box, Letter]]:
    """The letter, held. Raises Refusal where none or several are called so."""
    found = [
        (box.title, letter.id) for box in _all(place, of) for letter in box.here if letter.id.startswith(letter_id)
    ]
    if len(found) != 1:
        raise Refusal(f"{'No' if not found else 'More than one'} dead letter begins with {letter_id}.")
    [(title, whole_id)] = found
    with Box(place, title) as box:
        letter = next((each for each in box.here if each.id == whole_id), None)
        if letter is None:
            raise Refusal(f"Somebody else is at the letter {whole_id}; look again in {HIDDEN_S // 60} minutes.")
        yield box, letter


def _letter(title: str, message: Mapping[str, Any]) -> Letter:
    return Letter(
        title,
        message["MessageId"],
        datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC),
        message["Body"],
        {name: each.get("StringValue", "") for name, each in message.get("MessageAttributes", {}).items()},
        message["ReceiptHandle"],
    )


def _told(attributes: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in attributes.items()]


def _json(text: str) -> Any:
    """What the text says, None where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return None
