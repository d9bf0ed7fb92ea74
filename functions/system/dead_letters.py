"""The dead letters of a queue: looked at, tried again, or dropped with a reason.

What is tried again is sent first, then written down, and taken out last: whoever dies in between has sent it twice at
worst, which consumers know by the event's id, and has lost nothing.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from functions.system.parts import in_audit, name_of, part_of, url_of
from functions.system.views import (
    LETTERS_MAX,
    DeadLettersView,
    DeadLetterView,
    Drop,
    DroppedView,
    Redrive,
    RedrivenView,
    RedriveView,
)
from shared import clock, telemetry
from shared.aws import client
from shared.dynamo import commit, fetch
from shared.errors import NotFound, Unavailable
from shared.files import put_file
from shared.http import Reply, Request
from shared.operations.calls import RunFailed, if_told, reached, run_later, run_to_its_end
from shared.operations.letters import Box, Letter, about, dropped_key, send
from shared.operations.parts import Part
from shared.operations.retrial import Hopeless, Outcome, Retrial, retrial

LOOKED_AT_MAX = 500  # SQS hands them out in no order: the oldest are known once all are seen; a second's work
HIDDEN_S = 30  # a request ends before; who dies in one leaves them hidden for no longer
TRYING_S = 10  # of a request's 25; what is left then is told as left
FAILED = "failed"
Outcomes = dict[str, str]  # of each letter, by its id


class NoLetter(NotFound):
    """None of these dead letters is there: another one is at it, or was faster."""

    def __init__(self) -> None:
        super().__init__("dead letter here; it was dealt with, or somebody looks at it at this moment")


def list_letters(title: str) -> DeadLettersView:
    """What they say of themselves, oldest first. Raises NotFound or Unavailable."""
    part = part_of(title)
    with _looked_into(part) as box:
        found = list(box.here)
    shown = [view_of(letter, part) for letter in found[:LETTERS_MAX]]
    return DeadLettersView(queue=title, data=shown, has_more=len(found) > LETTERS_MAX)


def redrive(body: Redrive, request: Request) -> Reply[RedriveView]:
    """Try them again. What fails once more comes back, or stays. Raises NoLetter, NotFound or Unavailable."""
    part = part_of(body.queue)
    fetch(request.claim.read)
    with _looked_into(part) as box:
        wanted = _wanted(box, body.ids)
        outcomes = _tried(part, wanted)
        left = len(box.here) - len(outcomes)
        told = outcomes | {each: "gone" for each in body.ids or () if each not in {one.id for one in box.here}}
        letters = [RedrivenView.model_validate({"id": each, "outcome": outcome}) for each, outcome in told.items()]
        reply = Reply(RedriveView(queue=part.title, letters=letters, left=left))
        commit(*request.settle(reply, on=in_audit(part.title), after={"letters": told}))
        done = {each for each, outcome in outcomes.items() if outcome in list(Outcome)}
        _take_out(box, [letter for letter in wanted if letter.id in done])
    return reply


def drop(body: Drop, request: Request) -> Reply[DroppedView]:
    """Take them out for good; each is kept in the shop's bucket. Raises NoLetter, NotFound or Unavailable."""
    part = part_of(body.queue)
    fetch(request.claim.read)
    with _looked_into(part) as box:
        wanted = _wanted(box, body.ids)
        for letter in wanted:
            _keep(letter, body, request)
        ids = [letter.id for letter in wanted]
        reply = Reply(DroppedView(queue=part.title, ids=ids, reason=body.reason))
        commit(*request.settle(reply, on=in_audit(part.title), before={"letters": ids}, reason=body.reason))
        _take_out(box, wanted)
    return reply


def view_of(letter: Letter, part: Part) -> DeadLetterView:
    """What of it may be shown."""
    told = about(letter)
    return DeadLetterView.model_validate(
        {"id": letter.id, "queue": part.title, "sent_at": clock.stamp(letter.sent_at), **vars(told)}
    )


@contextmanager
def _looked_into(part: Part) -> Iterator[Box]:
    """Its letters, hidden from others until the context ends. Raises Unavailable."""
    box = Box(client("sqs"), url_of(part.dead_letters), part.title, hidden_s=HIDDEN_S, most=LOOKED_AT_MAX)
    reached(box.__enter__)
    try:
        yield box
    finally:
        if_told("given back", box.__exit__)  # else they are seen again when their time is over


def _wanted(box: Box, ids: Sequence[str] | None) -> list[Letter]:
    found = [letter for letter in box.here if ids is None or letter.id in ids]
    if not found:
        raise NoLetter
    return found[:LETTERS_MAX]


def _tried(part: Part, letters: Sequence[Letter]) -> Outcomes:
    """What became of each, as far as the time reaches."""
    if part.kind.has_queue:
        sent = if_told("sent", lambda: send(client("sqs"), url_of(part.title), [letter.body for letter in letters]))
        return {letter.id: Outcome.QUEUED if i in (sent or ()) else FAILED for i, letter in enumerate(letters)}
    until = clock.source() + TRYING_S
    outcomes: Outcomes = {}
    for letter in letters:
        if clock.source() > until:
            break
        outcomes[letter.id] = _tried_one(part, letter)
    return outcomes


def _tried_one(part: Part, letter: Letter) -> str:
    try:
        how = reached(lambda: retrial(part, letter.body, lambda: client("dynamodbstreams")))
        _run(part, how)
    except Hopeless as error:
        return error.code
    except (RunFailed, Unavailable) as error:
        telemetry.warn("not_tried", error, queue=part.title, message_id=letter.id)
        return FAILED
    return how.outcome


def _run(part: Part, how: Retrial) -> None:
    if how.payload is None:
        return
    run = run_to_its_end if how.must_end else run_later
    run(client("lambda"), name_of(part.title), how.payload)


def _take_out(box: Box, letters: Sequence[Letter]) -> None:
    """It is done and written down; what stays nonetheless is seen again, and does no harm twice."""
    if_told("taken out", lambda: box.remove(letters))


def _keep(letter: Letter, body: Drop, request: Request) -> None:
    """The letter, whole, and why nobody needs it: in the bucket, where operators' own command keeps theirs."""
    kept = {
        "id": letter.id,
        "of": letter.title,
        "since": f"{letter.sent_at:%Y-%m-%d %H:%M:%S}",
        "body": letter.body,
        "attributes": dict(letter.attributes),
        "reason": body.reason,
        "note": body.note,
        "dropped_at": clock.stamp(request.now),
        "by": request.principal,
    }
    put_file(dropped_key(letter), json.dumps(kept, ensure_ascii=False).encode(), "application/json")
