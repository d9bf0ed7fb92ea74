"""Dead letters: what failed for good, shown, tried again, or dropped with a reason that is written down."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from cyclopts import App, Parameter

from infra.operate.place import Mistake, Place, Refusal, now, part
from infra.operate.redrive import redrive
from infra.operate.status import waiting
from infra.operate.telling import HERE, At, Row, Yes, counted, table
from infra.parts import FAILING
from shared.operations.letters import Box, Letter, about, dropped_key, read

HIDDEN_S = 600  # as long as one is looked at, nobody else gets it; longer than any run that it is tried again with
LETTERS_MAX = 500  # of one queue; more are looked at after these are dealt with
SUMMARY_MAX = 100  # characters

app = App(name="dead-letters", help="What failed for good: shown, tried again, or dropped with a reason.")
Queue = Annotated[
    str | None, Parameter(name="--of", help="The part that it was meant for, such as orders-on_payment; else all.")
]
LetterId = Annotated[str, Parameter(help="Its id, as `list` shows it; the first characters will do.")]


@app.command(name="list")
def list_letters(*, of: Queue = None, at: At = HERE) -> None:
    """All dead letters, oldest first, each with the part that it was meant for.

    `storewright dead-letters list --stage prod`
    """
    rows = [_row(letter) for letters in _all(at.place(), of) for letter in letters.here]
    at.tell(rows, table("Dead letters", rows), *([f"{counted(len(rows), 'letter')}."] if rows else []))


@app.command
def show(letter_id: LetterId, *, of: Queue = None, at: At = HERE) -> None:
    """One dead letter, whole: what it says, and what is known of why it failed.

    `storewright dead-letters show 1b0d… --stage prod`
    """
    with _one(at.place(), letter_id, of) as (_, letter):
        body = read(letter.body)
        found = {**_row(letter), "attributes": dict(letter.attributes), "body": body}
        text = letter.body if body is None else json.dumps(body, indent=2, ensure_ascii=False)
        at.tell(found, table("Dead letter", [_row(letter)]), *_told(letter.attributes), text)


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
        at.confirm(f"Drop {letter.id} of {letter.title}: {summary(letter)}?", yes=yes)
        key = dropped_key(letter)
        kept = {**_row(letter), "body": letter.body, "attributes": dict(letter.attributes)}
        kept |= {"reason": reason.strip(), "dropped_at": f"{now():%Y-%m-%dT%H:%M:%SZ}", "by": place.caller["Arn"]}
        place.client("s3").put_object(
            Bucket=place.bucket,
            Key=key,
            Body=json.dumps(kept, ensure_ascii=False).encode(),
            ContentType="application/json",
        )
        box.remove([letter])
    at.tell({"id": letter.id, "kept": key}, f"Dropped; it is kept as {key} in {place.bucket}.")


def summary(letter: Letter) -> str:
    """What a letter is about, in a line: its event, the failed run, or how it begins."""
    told = about(letter)
    match told.kind:
        case "event":
            return f"{told.event_type} {told.event_id}"
        case "changes":
            return f"{counted(told.changes or 0, 'change')} of a table: {told.reason}"
        case "run":
            return f"a run by the clock: {told.reason or 'Scheduled Event'}"
    return letter.body[:SUMMARY_MAX]


def _row(letter: Letter) -> Row:
    return {
        "id": letter.id,
        "of": letter.title,
        "since": f"{letter.sent_at:%Y-%m-%d %H:%M:%S}",
        "what": summary(letter),
    }


def _again(place: Place, box: Box, letter: Letter) -> Row:
    told = redrive(place, letter.title, letter.body)
    box.remove([letter])
    return {"id": letter.id, "of": letter.title, "so": told}


def _all(place: Place, of: str | None) -> list[Box]:
    """The boxes that have something in them; one that is named, anyway."""
    if of:
        part(of, *FAILING)
        return [_looked_at(place, of)]
    return [_looked_at(place, title) for title, counts in waiting(place).items() if counts["dead_letters"]]


def _looked_at(place: Place, title: str) -> Box:
    """Looked into and given back: its letters are as they were a moment ago."""
    box = _box(place, title)
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
    with _box(place, title) as box:
        letter = next((each for each in box.here if each.id == whole_id), None)
        if letter is None:
            raise Refusal(f"Somebody else is at the letter {whole_id}; look again in {HIDDEN_S // 60} minutes.")
        yield box, letter


def _box(place: Place, title: str) -> Box:
    sqs = place.client("sqs")
    url = sqs.get_queue_url(QueueName=place.names.of(title, "dlq"))["QueueUrl"]
    return Box(sqs, url, title, hidden_s=HIDDEN_S, most=LETTERS_MAX)


def _told(attributes: Mapping[str, str]) -> list[str]:
    return [f"{name}: {value}" for name, value in attributes.items()]
