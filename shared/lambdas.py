"""Entry points that are neither HTTP nor a queue: the clock's, the stream's and the publisher's."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared import clock, outbox, start, telemetry
from shared.ids import new_id
from shared.table import TableSpec

Handler = Callable[[dict[str, Any], Any], Any]


class Failed(Exception):
    """A run that ended early, without the message of what went wrong: the runtime logs it, and it may name a person."""


def publisher(table: TableSpec) -> Handler:
    """Publishes a table's outbox: woken by its stream, and every minute by the clock to sweep up what was left."""

    def publish(event: dict[str, Any]) -> None:
        if "Records" in event:
            outbox.publish_stream(table, event)
        else:
            outbox.sweep(table, clock.now())

    return _entry("publish_events", publish)


def scheduled(name: str, run: Callable[[datetime], Any]) -> Handler:
    """Runs at the clock's bidding, with the time it was meant for: the schedule's, else now."""

    def once(event: dict[str, Any]) -> Any:
        meant_for = event.get("time")
        return run(clock.parse(meant_for) if meant_for else clock.now())

    return _entry(name, once)


def stream(name: str, watch: Callable[[dict[str, Any]], None]) -> Handler:
    """Hears each record of a table's stream, in order; a record it cannot deal with raises and comes again."""

    def all_records(event: dict[str, Any]) -> None:
        for record in event["Records"]:
            watch(record["dynamodb"])

    return _entry(name, all_records)


def asked(name: str, work: Callable[[dict[str, Any]], Any]) -> Handler:
    """Does what a state machine asks for, and answers it."""
    return _entry(name, work)


def _entry(name: str, work: Callable[[dict[str, Any]], Any]) -> Handler:
    start.imported()

    def handler(event: dict[str, Any], _context: Any) -> Any:
        telemetry.begin(new_id("req"))
        try:
            return work(event)
        except Exception as error:  # noqa: BLE001 - whatever it is, it leaves as Failed
            telemetry.warn("failed", error, function=name)
            raise Failed(f"{name}: {type(error).__name__}") from None
        finally:
            telemetry.flush()

    return handler
