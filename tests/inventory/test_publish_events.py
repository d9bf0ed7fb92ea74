"""The inventory's news reaches the bus."""

from functions.inventory.handlers.publish_events import handler
from functions.inventory.table import SPEC
from shared.dynamo import query_all
from shared.table import UNSENT
from tests.inventory.shop import SHIRT, open_location, receive, track
from tests.world import Clock


def unsent() -> list[str]:
    return [row["type"] for shard in "0123" for row in query_all(SPEC, shard, index=UNSENT)]


def test_what_the_stream_lost_is_swept_up(world: Clock) -> None:
    track(SHIRT)
    receive(SHIRT, open_location(), 1)
    assert unsent() == ["inventory.adjusted"]
    world.advance(minutes=2)
    handler({"time": "2026-11-22T12:02:00Z"}, None)
    assert unsent() == []
