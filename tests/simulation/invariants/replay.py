"""I15: the whole history heard again, twice and shuffled, changes nothing; what the clock does meanwhile is its own."""

import json
from typing import TYPE_CHECKING, Any

from infra.domains import DOMAINS
from infra.plan import Worker
from infra.stages import PROD
from shared.outbox import ENVELOPE
from tests.in_process import sqs_event
from tests.simulation.invariants.books import SPECS, Books

if TYPE_CHECKING:
    from tests.simulation.world import World

BATCH = 10


def check(world: "World") -> None:
    """Weeks later, deliver every event once more to all that hear it, in another order, and compare all tables."""
    world.weeks_pass()
    world.expect(world.drain(after_weeks=True), "I13", "the shop does not come to rest after weeks")
    before = _image(world)
    world.by_clock.clear()
    said = [{name: event[name] for name in ENVELOPE} for _, event in Books(world).said]
    for _ in range(2):
        world.loop.random.shuffle(said)
        _deliver(world, said)
    after = _image(world)
    for table, items in before.items():
        all_keys = {key for key in items.keys() | after[table].keys() if (table, key[0]) not in world.by_clock}
        changed = [key for key in all_keys if items.get(key) != after[table].get(key)]
        world.expect(
            not changed, "I15", f"history heard again changed {len(changed)} items of {table}: {sorted(changed)[:2]}"
        )
    world.happened["history replayed"] += 1


def _image(world: "World") -> dict[str, dict[tuple[str, str], Any]]:
    return {name: dict(world.db.items(spec)) for name, spec in SPECS.items()}


def _deliver(world: "World", said: list[dict[str, Any]]) -> None:
    for domain in DOMAINS:
        if domain.name == "search":
            continue  # see world.LIVED
        for worker in domain.deployed(PROD):
            if isinstance(worker, Worker):
                types = {event.type for event in worker.hears}
                heard = [
                    sqs_event(json.loads(json.dumps(each)))["Records"][0] for each in said if each["type"] in types
                ]
                for start in range(0, len(heard), BATCH):
                    _invoke(world, f"{domain.name}.{worker.name}", {"Records": heard[start : start + BATCH]})


def _invoke(world: "World", function: str, event: dict[str, Any]) -> None:
    ended: list[Any] = []
    world.lambdas.invoke(function, event, ended.append)
    while not ended:
        world.loop.run_until(world.loop.now + 1.0)
    world.expect(ended[0].answer == {"batchItemFailures": []}, "I15", f"{function} gives back news that it has heard")
