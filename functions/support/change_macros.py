"""Make, change and remove macros."""

from functions.support import store
from functions.support.given import given
from functions.support.macro import Macro
from functions.support.views import DeletedMacro, MacroChanges, MacroView, NewMacro, macro_view
from shared import clock, ids
from shared.dynamo import commit, fetch, retry_stale
from shared.http import Reply, Request

NULLABLE = {"status", "priority"}


def create_macro(body: NewMacro, request: Request) -> Reply[MacroView]:
    """A new macro. Raises TooManyMacros."""
    fetch(request.claim.read)
    moment = clock.stamp(request.now)
    made = {**dict(body), "tags": tuple(dict.fromkeys(body.tags)), "created_at": moment, "updated_at": moment}
    macro = Macro(id=ids.new_id("mac", request.now), **made)
    shown = macro_view(macro)
    reply = Reply(shown, 201, version=macro.version)
    commit(*store.create_macro(macro), *request.settle(reply, on=macro.id, after=shown))
    return reply


def change_macro(macro_id: str, body: MacroChanges, request: Request) -> Reply[MacroView]:
    """Change what was sent. Raises NotFound, VersionConflict or NotNull."""
    changes = given(body, nullable=NULLABLE)

    def attempt() -> Reply[MacroView]:
        (before,) = fetch(store.macro(macro_id))
        request.require_match(before.version)
        after = before
        if any(getattr(before, name) != value for name, value in changes.items()):
            stamps = {"version": before.version + 1, "updated_at": clock.stamp(request.now)}
            after = before.model_copy(update=changes | stamps)
        was, shown = macro_view(before), macro_view(after)
        reply = Reply(shown, version=after.version)
        if after is not before:
            commit(store.save_macro(after), *request.settle(reply, on=macro_id, before=was, after=shown))
        return reply

    return retry_stale(attempt)


def delete_macro(macro_id: str, request: Request) -> Reply[DeletedMacro]:
    """Remove a macro; what was answered with it stays. Raises NotFound or VersionConflict."""

    def attempt() -> Reply[DeletedMacro]:
        (seen,) = fetch(store.macro(macro_id))
        request.require_match(seen.version)
        reply = Reply(DeletedMacro(id=macro_id))
        commit(*store.delete_macro(seen), *request.settle(reply, on=macro_id, before=macro_view(seen)))
        return reply

    return retry_stale(attempt)
