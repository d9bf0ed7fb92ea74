"""I16, I17, I18, I22: every event reached all that hear it, its effects are there once, and it names nobody."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from infra.domains import DOMAINS
from infra.plan import Worker
from infra.stages import PROD
from tests.simulation.invariants.books import Books, Item

if TYPE_CHECKING:
    from tests.simulation.world import World

HEARD_BY: dict[str, list[tuple[str, str]]] = {}  # type of event → (domain, consumer)
for _domain in DOMAINS:
    if _domain.name == "search":
        continue  # see world.LIVED
    for _function in _domain.deployed(PROD):
        if isinstance(_function, Worker) and _domain.name != "search":  # see world.LIVED
            for _event in _function.hears:
                HEARD_BY.setdefault(_event.type, []).append((_domain.name, f"{_domain.name}.{_function.name}"))
FACTS = (
    "order.placed",
    "order.canceled",
    "refund.succeeded",
    "fulfillment.shipped",
    "fulfillment.delivered",
    "fulfillment.returned",
)


FOR_EACH = ("approval_request", "approval_closed", "cart_approval_request")  # one for each who may, or none


def check(world: "World", books: Books) -> None:
    """Follow every event to its ends."""
    for domain, event in books.said:
        world.expect("unsent" not in event, "I16", f"{event['type']} of {domain} never left")
        world.expect("canary" not in repr(event["data"]), "I22", f"{event['type']} names a person")
        for where, consumer in HEARD_BY.get(event["type"], ()):
            if (where == "reports" and not _counts(event)) or (where == "notifications" and not letter_of(event)):
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
    """Whether the reports count it: what was never sold cannot be lost, what never arrived cannot be taken back."""
    return bool(
        event["data"].get(
            {"order.canceled": "was_placed", "fulfillment.returned": "was_delivered"}.get(event["type"], ""), True
        )
    )


def letter_of(event: Item) -> str | None:
    """Which letter follows from it; None where nobody is written to."""
    data = event["data"]
    letters = {
        "order.pending": None if data.get("total") else "confirmation_request",
        "order.placed": "order_confirmation",
        "order.canceled": "order_cancellation" if data.get("was_placed") else None,
        "fulfillment.shipped": "shipping_confirmation" if data.get("notify_customer") else None,
        "refund.succeeded": "late_payment_refund" if data.get("reason") == "order_expired" else "refund_confirmation",
        "refund.failed": "refund_alert",
        "approval.requested": "approval_request",
        "approval.closed": "approval_closed",
        "cart.approval_requested": "cart_approval_request",
        "cart.approval_decided": "cart_approval_decision",
        "inventory.level_low": "stock_alert",
        "consent.requested": "consent_request",
        "ticket.created": "ticket_answer" if data.get("by") == "staff" else "ticket_received",
        "ticket.message_added": "ticket_answer" if data.get("by") == "staff" else None,
    }
    return letters.get(event["type"])


def _check_mails(world: "World", books: Books) -> None:
    owed = [item for (_, sk), item in books.tables["notifications"].items() if sk == "MAIL"]
    mails: list[Item] = [mail for mail in owed if "again_of" not in mail]  # which staff sent once more
    told = Counter((mail["kind"], _about(mail["facts"])) for mail in mails)
    wanted = Counter((letter_of(event), _about(event["data"])) for _, event in books.said if letter_of(event))
    wrong = {
        about: (told[about], wanted[about])
        for about in told | wanted
        if told[about] != wanted[about] and about[0] not in FOR_EACH
    }
    world.expect(not wrong, "I16", f"letters, and how many there should be: {wrong}")
    sent = Counter(_tag(message, "mail_id") for message in world.mail.sent)
    for mail in mails:
        world.expect(mail["status"] != "owed", "I13", f"{mail['kind']} is still owed")
        if mail["status"] == "sent":
            world.expect(sent[mail["id"]] >= 1, "I16", f"{mail['kind']} counts as sent and was not")
    again = sum(count - 1 for count in sent.values())
    excuses = sum(n for (place, _, _), n in world.faults.made.items() if place.startswith("notifications."))
    world.expect(again <= excuses, "I16", f"{again} mails went twice, {excuses} calls of those who send went wrong")


def _about(facts: Mapping[str, Any]) -> Any:
    """What a letter is about: a message of a ticket, a consent, a word on a cart, or an order."""
    if "decided_at" in facts:
        return facts.get("cart_id"), facts["decided_at"]
    return facts.get("message_id") or facts.get("consent_id") or facts.get("order_id")


def _tag(message: Mapping[str, Any], name: str) -> str:
    return next((tag["Value"] for tag in message.get("Tags", ()) if tag["Name"] == name), "")
