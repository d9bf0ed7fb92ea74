"""The shop as a machine, for owners and managers: `/admin/system`."""

from functions import jobs
from functions.system import dead_letters
from functions.system.run_schedule import run_schedule
from functions.system.show_events import show_events
from functions.system.show_system import show_system
from functions.system.views import (
    DeadLettersView,
    Drop,
    DroppedView,
    EventsQuery,
    LettersQuery,
    ObjectEventsView,
    Redrive,
    RedriveView,
    RunView,
    SystemView,
)
from shared.http import Api, Reply, Request

api = Api("system", jobs.CLAIMS)


@api.get("/admin/system", scope="system:read")
def get_system(request: Request) -> Reply[SystemView]:
    """Show how the shop is: queues, dead letters, schedules, alarms, what is deployed and what it has cost."""
    return Reply(show_system(request.now))


@api.get("/admin/system/dead_letters", scope="system:read", may_miss=True)
def list_dead_letters(request: Request, query: LettersQuery) -> Reply[DeadLettersView]:
    """List what failed for good of a queue, oldest first. They stay there; for a second others do not see them."""
    return Reply(dead_letters.list_letters(query.queue))


@api.post("/admin/system/dead_letters/redrive", action="dead_letters.redrive", scope="system:write", may_miss=True)
def redrive_dead_letters(request: Request, body: Redrive) -> Reply[RedriveView]:
    """Try dead letters again: one, several or all of a queue. What fails once more comes back, or stays."""
    return dead_letters.redrive(body, request)


@api.post("/admin/system/dead_letters/drop", action="dead_letters.drop", scope="system:drop", may_miss=True)
def drop_dead_letters(request: Request, body: Drop) -> Reply[DroppedView]:
    """Take dead letters out of a queue for good, with a reason. Each is kept in the shop's bucket for operators."""
    return dead_letters.drop(body, request)


@api.post("/admin/system/schedules/<schedule>/run", action="schedule.run", status=202, scope="system:write")
def run(request: Request, schedule: str) -> Reply[RunView]:
    """Run now what else runs by the clock. A run more than planned does no harm."""
    return run_schedule(schedule, request)


@api.get("/admin/system/events", scope="system:read")
def get_object_events(request: Request, query: EventsQuery) -> Reply[ObjectEventsView]:
    """Show what an object of the shop said, and whether the bus has it; of an order, its money and parcels too."""
    return Reply(show_events(query.object))


handler = api.handler
