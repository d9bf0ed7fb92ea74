"""What runs by the clock, run by hand."""

from typing import Annotated

from cyclopts import Parameter

from infra.operate.place import now, part
from infra.operate.telling import HERE, At, moment
from infra.plan import Publisher, Schedule
from shared.operations.by_clock import woken


def run(
    schedule: Annotated[str, Parameter(help="Such as orders-expire_unpaid, or a publish_events, which then sweeps.")],
    *,
    time: Annotated[
        str | None, Parameter(help="The time it was due, such as 2026-11-29T00:05Z; without it, now.")
    ] = None,
    at: At = HERE,
) -> None:
    """Run a schedule now, as the clock would, and wait for its end. A run more than planned does no harm.

    `storewright run reports-daily_sales --time 2026-11-29T00:05Z --stage prod`
    """
    place = at.place()
    part(schedule, Schedule, Publisher)
    due = moment(time) if time else now()
    answer = place.invoke(schedule, woken(due, place.account, place.region))
    at.tell({"schedule": schedule, "answer": answer}, f"{schedule} ran.", *([f"It says {answer}."] if answer else []))
