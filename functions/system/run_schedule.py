"""What runs by the clock, run by hand."""

from functions.system.parts import Names, in_audit, name_of, part_of
from functions.system.views import RunView
from shared import clock
from shared.aws import client
from shared.dynamo import commit, fetch
from shared.errors import NotFound
from shared.http import Reply, Request
from shared.operations.by_clock import woken
from shared.operations.calls import run_later
from shared.settings import read_settings


def run_schedule(title: str, request: Request) -> Reply[RunView]:
    """Ask Lambda for a run as of now. One more than planned does no harm. Raises NotFound or Unavailable."""
    part = part_of(title)
    if not part.kind.is_by_clock:
        raise NotFound("schedule")
    fetch(request.claim.read)
    host, account = read_settings(Names).queues_url.removeprefix("https://").split("/")[:2]
    run_later(client("lambda"), name_of(title), woken(request.now, account, host.split(".")[1]))
    reply = Reply(RunView(schedule=title, due_at=clock.stamp(request.now)), 202)
    commit(*request.settle(reply, on=in_audit(title), after={"due_at": clock.stamp(request.now)}))
    return reply
