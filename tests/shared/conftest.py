"""The cloud of the floor's tests: one table of things, the services, and the wire to DynamoDB."""

from collections.abc import Callable, Iterator

import pytest

from shared.dynamo import Item, Read, fetch
from tests.shared.things import THINGS, key
from tests.wire import Wire, wire_of
from tests.world import Clock, cloud, counting_ids


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    counting_ids(monkeypatch)
    with cloud(monkeypatch, THINGS) as clock:
        yield clock


@pytest.fixture
def wire(world: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    with wire_of(monkeypatch) as wire:
        yield wire


@pytest.fixture
def stored(world: Clock) -> Callable[[int], Item | None]:
    """A thing as it stands in the table, without the traces of its writes."""

    def look(n: int = 1) -> Item | None:
        ((item,),) = fetch(Read(THINGS, (key(n),), lambda items: items))
        return item and {name: value for name, value in item.items() if not name.startswith("_")}

    return look
