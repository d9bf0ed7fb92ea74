"""Staff note something on an order, or take a note away."""

from functions.orders import notes
from functions.orders.inputs import NewNote
from functions.orders.views import DeletedNote, NoteView
from shared import clock, ids
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request


def add_note(order_id: str, body: NewNote, request: Request) -> Reply[NoteView]:
    """A note of whoever asks; the order itself stays at its version. Raises TooManyNotes, OrderErased or NotFound."""
    new = notes.Note(
        id=ids.new_id("note", request.now),
        order_id=order_id,
        note=body.note,
        by=request.principal,
        request_id=request.id,
        created_at=clock.stamp(request.now),
    )

    def attempt() -> Reply[NoteView]:
        _, key = fetch(request.claim.read, notes.key_for_notes(order_id))
        if notes.count_notes(order_id) >= notes.NOTES_MAX:
            raise notes.TooManyNotes
        shown = NoteView.of(new)
        reply = Reply(shown, 201)
        told = {"notes": {new.id: {"note": new.note}}}
        commit(*notes.add(new, key), *request.settle(reply, on=order_id, after=told))
        return reply

    return retry_stale(attempt)


def delete_note(order_id: str, note_id: str, request: Request) -> Reply[DeletedNote]:
    """The note is gone; the audit log tells for good that there was one. Raises NotFound."""

    def attempt() -> Reply[DeletedNote]:
        fetch(request.claim.read, notes.note(order_id, note_id))
        reply = Reply(DeletedNote(id=note_id))
        told = {"notes": {note_id: {"note": "gone"}}}
        commit(notes.remove(order_id, note_id), *request.settle(reply, on=order_id, before=told))
        return reply

    return retry_stale(attempt)
