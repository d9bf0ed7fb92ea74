"""Questions: who bought something asks about it and writes again; staff answer, note, and close."""

from functools import partial
from typing import TYPE_CHECKING, Any

from tests.simulation.invariants.people import NOTE

if TYPE_CHECKING:
    from tests.simulation.shopper import Shopper
    from tests.simulation.staff import Staff
    from tests.simulation.world import World

TWICE = 0.3  # of the questions are sent again with the same key
WRITES_AGAIN = 0.5
NOTED = 0.3  # of the answers have a note for colleagues beside them
SOLVED = 0.5
PRIES = 0.2  # of those who ask try somebody else's order first
AT_ONCE = 0.2  # of the tickets are answered by two people


def ask_about(shopper: "Shopper", completed: Any) -> None:
    """A ticket about the order, and perhaps another message."""
    world, chance, client = shopper.world, shopper.chance, shopper.client
    order_id, key = completed["order"]["id"], shopper._key()
    body = {"email": shopper.email, "subject": "Where is it?", "body": "canary: it is late", "order_id": order_id}
    headers = {"Order_Token": completed["order_token"], "Idempotency_Key": key}
    if (other := _strangers(world, order_id)) != order_id and chance.random() < PRIES:
        _pry(shopper, {**body, "order_id": other}, completed["order_token"])
    answer = client.sure("POST", "/store/tickets", body, **headers)
    if not answer or answer[0] != 201:
        return
    ticket = answer[1]
    world.tickets[key] = ticket["id"]
    world.happened["question asked"] += 1
    if chance.random() < TWICE:
        again = client.sure("POST", "/store/tickets", body, **headers)
        if again and again[0] == 201:
            world.expect(again[1] == ticket, "I14", f"the key {key} got two tickets")
    if chance.random() < WRITES_AGAIN:
        world.pause(chance.choice([1.0, 300.0, 900.0]))
        reply = {"Ticket_Token": ticket["token"], "Idempotency_Key": shopper._key()}
        answer = client.sure("POST", f"/store/tickets/{ticket['id']}/messages", {"body": "canary: well?"}, **reply)
        world.happened["question followed up"] += bool(answer and answer[0] == 201)


def _strangers(world: "World", own: str) -> str:
    """Somebody else's order, or the own one where there is no other."""
    made = [each.made[0][1]["order"]["id"] for each in world.intents if each.made]
    return next((each for each in made if each != own), own)


def _pry(shopper: "Shopper", body: Any, token: str) -> None:
    """Nobody asks about an order that is not theirs."""
    world = shopper.world
    answer = shopper.client.ask("POST", "/store/tickets", body, Order_Token=token, Idempotency_Key=shopper._key())
    if answer and answer[0] < 500:
        world.expect(answer[0] == 404, "I20", f"{shopper.name} asked about another's order: {answer[0]}")
        world.happened["asked about another's order"] += 1


def answer_tickets(staff: "Staff") -> None:
    """Look at what is open, and answer some of it; now and then a colleague does so at the same moment."""
    world, chance = staff.world, staff.chance
    found = staff.client.sure("GET", "/admin/tickets?status=open&limit=5")
    for ticket in found[1]["data"] if found and found[0] == 200 else []:
        if chance.random() < AT_ONCE:
            world.spawn("staff", partial(_answer, staff, ticket["id"]), 0.01)
            world.happened["question answered by two at once"] += 1
        _answer(staff, ticket["id"])


def _answer(staff: "Staff", ticket_id: str) -> None:
    chance, path = staff.chance, f"/admin/tickets/{ticket_id}/messages"
    if chance.random() < NOTED:
        staff.post(path, {"body": f"canary: {NOTE}", "is_internal": True}, "note")
    status = {"status": "solved"} if chance.random() < SOLVED else {}
    answer = staff.post(path, {"body": "It is on its way.", **status}, "answer")
    staff.world.happened["question answered"] += bool(answer and answer[0] == 201)
