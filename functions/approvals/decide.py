"""Approve what another one of the staff asked for, which does it, or decline it."""

from dataclasses import replace

from functions.access.api_key import MakerDead
from functions.access.caller import Caller, caller
from functions.approvals import store
from functions.approvals.commands import COMMANDS, Command
from shared.approvals import Approval, ApprovalView, Approved, Status, decision, view_of
from shared.dynamo import Write, commit, fetch
from shared.errors import Forbidden, Problem, Refused
from shared.http import Reply, Request


class OwnRequest(Forbidden):
    """Who asked does not decide, nor a key that they made, nor whoever it is about."""

    code = "own_request"

    def __init__(self) -> None:
        super().__init__("Another person must decide: neither who asked, nor a key of theirs, nor whom it is about.")


class AskerGone(Refused):
    """Whoever asked could not do it themselves any more."""

    code = "asker_gone"

    def __init__(self) -> None:
        super().__init__("Whoever asked for it was deactivated, or may not do it any more.")


def approve(approval_id: str, request: Request) -> Reply[ApprovalView]:
    """Do it: by the command of its route, with the body that was asked for, as things stand now.

    Raises NotFound, Forbidden, OwnRequest, NotOpen, AskerGone, and whatever the command refuses; then it stays open.
    """
    begun, approval = fetch(request.claim.read, store.approval(approval_id))
    request.require_match(approval.version)
    approver = _another(approval, request)
    if not begun:  # else this very request has done it, and something that follows on it failed
        approval.require_open(request.now)
    command = COMMANDS[approval.action]
    try:
        asker = caller(approval.asked_by, request.now)
    except MakerDead:
        raise AskerGone from None
    if approver.line & asker.line:
        raise OwnRequest
    if not {approval.scope, command.scope} <= set(asker.allowed):
        raise AskerGone
    approved = Approved(approval, request.principal, request.now, _held(approver, asker, command, approval))
    asked = replace(
        request,
        principal=asker.id,
        scopes=frozenset(asker.allowed),
        action=approval.action,
        if_match=approval.if_match,
        approved=approved,
    )
    try:
        reply = command.run(asked, command.body.model_validate(approval.body), approval.names)
    except Problem:
        _look_again(approval_id, request)
        raise
    return _told(approval, approved, reply, request)


def _held(approver: Caller, asker: Caller, command: Command, approval: Approval) -> tuple[Write, ...]:
    """They let the commit stand only while both count as they do. Two may have one role, which is looked at once; and
    what the command looks at or changes itself it looks at itself.
    """
    own = {each.key for each in asker.still} if command.holds_asker else set()
    held = {each.key: each for each in (*approver.still, *(() if command.holds_asker else asker.still))}
    others = {key: each for key, each in held.items() if key not in own}
    return tuple(each for key, each in others.items() if key[0].partition("#")[2] != approval.object_id)


def _told(approval: Approval, approved: Approved, reply: Reply[object], request: Request) -> Reply[ApprovalView]:
    """The answer. Where the command found nothing left to do, the approval is closed all the same."""
    (now,) = fetch(store.approval(approval.id))
    answer = approved.answer(reply)
    if now.status is Status.PENDING:
        told = request.settle(answer, on=approval.id, before={"status": "pending"}, after={"status": "approved"})
        commit(*approved.writes(reply), *told)
    return answer


def _look_again(approval_id: str, request: Request) -> None:
    """Before a refusal leaves: it may be of the traces of another who approved just now. Raises NotOpen."""
    (now,) = fetch(store.approval(approval_id))
    if now.decided_by != request.principal:
        now.require_open(request.now)


def decline(approval_id: str, request: Request) -> Reply[ApprovalView]:
    """It will not be done. Raises NotFound, Forbidden, OwnRequest or NotOpen."""
    _, approval = fetch(request.claim.read, store.approval(approval_id))
    request.require_match(approval.version)
    decider = _another(approval, request)
    approval.require_open(request.now)
    after = approval.decided(Status.DECLINED, request.principal, request.now)
    reply = Reply(view_of(after, request.now), version=after.version)
    told = request.settle(reply, on=approval.id, before={"status": "pending"}, after={"status": "declined"})
    commit(*decision(after, request.now), *decider.still, *told)
    return reply


def _another(approval: Approval, request: Request) -> Caller:
    """Who decides: somebody else, with the scope of what is asked for. Raises Forbidden, MakerDead or OwnRequest.

    What the gateway has let them through by may be a minute old: they must have it now, and the commit holds them so.
    """
    request.require_scope(approval.scope)
    decider = caller(request.principal, request.now)
    if decider.line & {approval.asked_by, approval.object_id}:
        raise OwnRequest
    if not {approval.scope, "approvals:write"} <= set(decider.allowed):
        raise MakerDead
    return decider
