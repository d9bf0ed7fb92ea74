"""I16, I17, I18, I22: every event reached all that hear it, its effects are there once, and it names nobody."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.domains import DOMAINS
from infra.plan import Worker
from tests.simulation.invariants.books import Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

HEARD_BY: dict[str, list[tuple[str, str]]] = {}  # type of event → (domain, consumer)
for _domain in DOMAINS:
    for _function in _domain.functions:
        if isinstance(_function, Worker):
            for _event in _function.hears:
                HEARD_BY.setdefault(_event.type, []).append((_domain.name, f"{_domain.name}.{_function.name}"))
FACTS = ("order.placed", "order.canceled", "refund.succeeded", "fulfillment.shipped", "fulfillment.delivered")
MAILS = {
    "order.placed": "order_confirmation",
    "fulfillment.shipped": "shipping_confirmation",
}


def check(world: "World", books: Books) -> None:
    """Follow every event to its ends."""
    for domain, event in books.said:
        world.expect("unsent" not in event, "I16", f"{event['type']} of {domain} never left")
        world.expect("canary" not in repr(event["data"]), "I22", f"{event['type']} names a person")
        for where, consumer in HEARD_BY.get(event["type"], ()):
            if (where == "reports" and not _counts(event)) or (where == "notifications" and _is_silent(event)):
                continue  # it changes nothing there, so it need not be noted
            note = books.tables[where].get((f"HEARD#{consumer}#{event['id']}", "HEARD"))
            world.expect(note is not None, "I16", f"{consumer} never heard {event['type']} {event['id']}")
    _check_facts(world, books)
    _check_mails(world, books)
    for dead in world.plumbing.dead:
        world.expect(False, "I17", f"{dead.queue} has a dead letter in good weather: {dead.reason}")


def _check_facts(world: "World", books: Books) -> None:
    kept = Counter(item["event_id"] for (_, sk), item in books.tables["reports"].items() if sk.startswith("FACT#"))
    counted = {event["id"] for _, event in books.said if event["type"] in FACTS and _counts(event)}
    world.expect(set(kept) == counted, "I18", f"the reports know {len(kept)} facts of {len(counted)}")
    world.expect(all(count == 1 for count in kept.values()), "I18", "a fact counts twice")


def _counts(event: Item) -> bool:
    """Whether the reports count it: what was never sold cannot be lost."""
    return event["type"] != "order.canceled" or bool(event["data"]["was_placed"])


def _is_silent(event: Item) -> bool:
    """Whether no letter follows from it: an order that waits for its money."""
    return event["type"] == "order.pending" and bool(event["data"]["total"])


def _check_mails(world: "World", books: Books) -> None:
    mails: list[Item] = [item for (_, sk), item in books.tables["notifications"].items() if sk == "MAIL"]
    kinds = Counter(mail["kind"] for mail in mails)
    said = Counter(event["type"] for _, event in books.said)
    for event_type, kind in MAILS.items():
        world.expect(
            kinds[kind] == said[event_type], "I16", f"{said[event_type]} × {event_type}, {kinds[kind]} × {kind}"
        )
    sent = Counter(_tag(message, "mail_id") for message in world.mail.sent)
    for mail in mails:
        world.expect(mail["status"] != "owed", "I13", f"{mail['kind']} is still owed")
        if mail["status"] == "sent":
            world.expect(sent[mail["id"]] >= 1, "I16", f"{mail['kind']} counts as sent and was not")
    again = sum(count - 1 for count in sent.values())
    excuses = sum(n for (place, _, _), n in world.faults.made.items() if place.startswith("notifications."))
    world.expect(again <= excuses, "I16", f"{again} mails went twice, {excuses} calls of those who send went wrong")


def _tag(message: Mapping[str, Any], name: str) -> str:
    return next((tag["Value"] for tag in message.get("Tags", ()) if tag["Name"] == name), "")
