"""The shop held still: nothing runs and nothing is lost, while somebody mends what it remembers.

Queues keep their messages, streams their changes, and senders of webhooks send again; shoppers and staff are refused
with an error. What was before is written into a parameter first, so that `resume` can undo also half a pause.
"""

import json
import time
from typing import Annotated, Any

from cyclopts import Parameter

from infra.operate.place import PARTS, Place, Refusal, now
from infra.operate.telling import HERE, At, Yes, counted
from infra.plan import Operator, Publisher, Schedule

PAUSED = "paused"  # the parameter
HELD = [title for title, (_, plan) in PARTS.items() if not isinstance(plan, Operator)]
BY_THE_CLOCK = [title for title, (_, plan) in PARTS.items() if isinstance(plan, Schedule | Publisher)]
NOT_TOLD = ("Arn", "CreationDate", "LastModificationDate", "ResponseMetadata")  # of a schedule; not set again


def pause(
    *,
    settle_s: Annotated[
        int | None, Parameter(help="Seconds to wait for runs under way; without it, as long as the longest may take.")
    ] = None,
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Hold the shop still: schedules, readers of queues and streams, then all Lambdas. The API refuses everybody.

    `storewright pause --stage prod`
    """
    place = at.place()
    if was := paused_since(place):
        raise Refusal(f"{place.stage.name} is paused since {was}; `storewright resume` ends it.")
    at.confirm(f"Pause {place.stage.name}? Shoppers will be refused.", yes=yes)
    before, longest_s = _before(place), _longest_s(place)
    place.client("ssm").put_parameter(
        Name=place.names.parameter(PAUSED), Value=json.dumps(before, separators=(",", ":")), Type="String"
    )
    for title in before["schedules"]:
        _switch_schedule(place, title, "DISABLED")
    for uuid in before["mappings"]:
        place.client("lambda").update_event_source_mapping(UUID=uuid, Enabled=False)
    for title in before["reserved"]:
        place.client("lambda").put_function_concurrency(
            FunctionName=place.names.of(title), ReservedConcurrentExecutions=0
        )
    time.sleep(longest_s if settle_s is None else settle_s)
    at.tell({"paused": True, **before}, f"Paused: {counted(len(before['reserved']), 'Lambda')}. `storewright resume`.")


def resume(*, at: At = HERE) -> None:
    """Let a paused shop go on, as it was before.

    `storewright resume --stage prod`
    """
    place = at.place()
    if not paused_since(place):
        raise Refusal(f"{place.stage.name} is not paused.")
    before = json.loads(_parameter(place)["Value"])
    functions = place.client("lambda")
    for title, reserved in before["reserved"].items():
        name = place.names.of(title)
        if reserved is None:
            functions.delete_function_concurrency(FunctionName=name)
        else:
            functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=reserved)
    for uuid in before["mappings"]:
        functions.update_event_source_mapping(UUID=uuid, Enabled=True)
    for title in before["schedules"]:
        _switch_schedule(place, title, "ENABLED")
    place.client("ssm").delete_parameter(Name=place.names.parameter(PAUSED))
    at.tell({"paused": False}, f"{place.stage.name} goes on.")


def paused_since(place: Place) -> str | None:
    """When the pause began, None where there is none."""
    found = _parameter(place)
    return f"{found['LastModifiedDate']:%Y-%m-%d %H:%M}" if found else None


def _before(place: Place) -> dict[str, Any]:
    """What is to be switched off, and how it is now."""
    functions = place.client("lambda")
    reserved = {
        title: functions.get_function_concurrency(FunctionName=place.names.of(title)).get(
            "ReservedConcurrentExecutions"
        )
        for title in HELD
    }
    names = {place.names.of(title) for title in HELD}
    pages = functions.get_paginator("list_event_source_mappings").paginate()
    mappings = [
        each["UUID"]
        for page in pages
        for each in page["EventSourceMappings"]
        if each["FunctionArn"].split(":function:")[-1].split(":")[0] in names and each["State"] == "Enabled"
    ]
    scheduler = place.client("scheduler")
    schedules = [
        title for title in BY_THE_CLOCK if scheduler.get_schedule(Name=place.names.of(title))["State"] == "ENABLED"
    ]
    return {"at": f"{now():%Y-%m-%dT%H:%M:%SZ}", "reserved": reserved, "mappings": mappings, "schedules": schedules}


def _switch_schedule(place: Place, title: str, state: str) -> None:
    scheduler = place.client("scheduler")
    told = scheduler.get_schedule(Name=place.names.of(title))
    kept = {name: value for name, value in told.items() if name not in NOT_TOLD}
    scheduler.update_schedule(**{**kept, "State": state})


def _longest_s(place: Place) -> int:
    names = {place.names.of(title) for title in HELD}
    pages = place.client("lambda").get_paginator("list_functions").paginate()
    return max(int(each["Timeout"]) for page in pages for each in page["Functions"] if each["FunctionName"] in names)


def _parameter(place: Place) -> Any:
    ssm = place.client("ssm")
    try:
        return ssm.get_parameter(Name=place.names.parameter(PAUSED))["Parameter"]
    except ssm.exceptions.ParameterNotFound:
        return None
