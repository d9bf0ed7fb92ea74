"""A ticket from the first question to its end, as shoppers and staff see it."""

from typing import Any
from uuid import uuid4

from functions.support import store
from functions.support.table import SPEC
from functions.support.ticket import MESSAGES_MAX
from shared.dynamo import commit, fetch
from tests.in_process import InProcessShop
from tests.notifications.builders import mailbox

Ticket = dict[str, Any]


def staff(living: InProcessShop, method: str, path: str, body: Any = None, **headers: str) -> Any:
    status, answer, _ = living.admin(method, path, body, **headers)
    assert status in (200, 201), answer
    return answer


def write(living: InProcessShop, ticket: Ticket, body: str, **headers: str) -> Any:
    path = f"/store/tickets/{ticket['id']}/messages"
    return living.call("POST", path, {"body": body}, Ticket_Token=ticket["token"], **headers)


def seen_by_shopper(living: InProcessShop, ticket: Ticket) -> Any:
    status, answer, _ = living.call("GET", f"/store/tickets/{ticket['id']}", Ticket_Token=ticket["token"])
    assert status == 200, answer
    return answer


def messages(living: InProcessShop, ticket: Ticket) -> list[str]:
    path = f"/store/tickets/{ticket['id']}/messages"
    _, answer, _ = living.call("GET", path, Ticket_Token=ticket["token"])
    return [each["body"] for each in answer["data"]]


def test_a_question_opens_a_ticket_that_waits_for_the_shop(living: InProcessShop, ticket: Ticket) -> None:
    assert (ticket["object"], ticket["number"], ticket["status"]) == ("ticket", 1, "open")
    assert messages(living, ticket) == ["It came like that.\nWhat now?"]
    shown = staff(living, "GET", f"/admin/tickets/{ticket['id']}")
    assert (shown["email"], shown["channel"], shown["priority"]) == ("jane@example.com", "web", "normal")


def test_an_answer_waits_for_the_shopper_and_a_reply_for_the_shop(living: InProcessShop, ticket: Ticket) -> None:
    path = f"/admin/tickets/{ticket['id']}"
    staff(living, "POST", f"{path}/messages", {"body": "Please send a picture."})
    assert staff(living, "GET", path)["status"] == "pending"
    assert write(living, ticket, "Here it is.")[0] == 201
    assert staff(living, "GET", path)["status"] == "open"
    assert messages(living, ticket)[1:] == ["Please send a picture.", "Here it is."]


def test_what_staff_note_among_themselves_no_shopper_sees(living: InProcessShop, ticket: Ticket) -> None:
    path = f"/admin/tickets/{ticket['id']}"
    note = staff(living, "POST", f"{path}/messages", {"body": "Third time this week.", "is_internal": True})
    assert note["is_internal"]
    assert note["by"].startswith("key_")
    assert staff(living, "GET", path)["status"] == "open"
    assert "Third time this week." not in messages(living, ticket)
    noted = [each["body"] for each in staff(living, "GET", f"{path}/messages")["data"]]
    assert noted[-1] == "Third time this week."
    said = [row["type"] for _, row in living.unsent() if row["data"].get("message_id") == note["id"]]
    assert said == ["ticket.note_added"]  # which is for the helpdesk alone
    before = len(mailbox())
    living.pump()
    assert not [each for each in mailbox()[before:] if "Third time" in str(vars(each))]


def test_a_ticket_opens_with_its_own_token_only(living: InProcessShop, ticket: Ticket) -> None:
    _, other, _ = living.call("POST", "/store/tickets", {"email": "a@example.com", "subject": "Hi", "body": "Hello?"})
    for method, path in (("GET", ""), ("GET", "/messages"), ("POST", "/messages")):
        body = {"body": "Let me in."} if method == "POST" else None
        where = f"/store/tickets/{ticket['id']}{path}"
        assert living.call(method, where, body, Ticket_Token=other["token"])[0] == 404
        assert living.call(method, where, body)[0] == 404


def test_a_ticket_about_an_order_takes_the_orders_own_token(living: InProcessShop) -> None:
    _, done, _ = living.complete(living.a_cart(living.a_variant(), living.a_shipping_option()))
    asked = {"email": "jane@example.com", "subject": "Late", "body": "Where is it?", "order_id": done["order"]["id"]}
    assert living.call("POST", "/store/tickets", asked)[0] == 404
    status, ticket, _ = living.call("POST", "/store/tickets", asked, Order_Token=done["order_token"])
    assert (status, ticket["order_id"]) == (201, done["order"]["id"])
    missing = done["order"]["id"][:-1] + ("Z" if done["order"]["id"][-1] != "Z" else "Y")
    path = f"/admin/tickets/{ticket['id']}"
    for method, where, body in (("PATCH", path, {}), ("POST", "/admin/tickets", {**asked, "author": "customer"})):
        status, answer, _ = living.admin(method, where, {**body, "order_id": missing})
        assert (status, answer["error"]["code"]) == (422, "unknown_order")
    found = staff(living, "GET", f"/admin/tickets?order_id={done['order']['id']}")["data"]
    assert [each["id"] for each in found] == [ticket["id"]]


def test_a_question_sent_twice_opens_one_ticket_with_one_token(living: InProcessShop) -> None:
    asked = {"email": "jane@example.com", "subject": "Twice", "body": "Hello?"}
    key = str(uuid4())
    first, second = (living.call("POST", "/store/tickets", asked, Idempotency_Key=key) for _ in range(2))
    assert first[1] == second[1]
    assert second[2]["idempotent-replayed"] == "true"
    assert len(staff(living, "GET", "/admin/tickets")["data"]) == 1


def test_a_message_sent_twice_is_there_once(living: InProcessShop, ticket: Ticket) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert write(living, ticket, "And another thing.", Idempotency_Key=key)[0] == 201
    assert messages(living, ticket).count("And another thing.") == 1


def test_a_solved_ticket_opens_by_a_reply_for_two_weeks_and_then_is_closed(
    living: InProcessShop, ticket: Ticket
) -> None:
    path = f"/admin/tickets/{ticket['id']}"
    assert staff(living, "PATCH", path, {"status": "solved"})["solved_at"]
    living.clock.advance(days=13)
    living.run("support.close_solved")
    assert write(living, ticket, "Not at all.")[0] == 201
    assert staff(living, "GET", path)["solved_at"] is None
    staff(living, "PATCH", path, {"status": "solved"})
    living.clock.advance(days=14)
    living.run("support.close_solved")
    assert seen_by_shopper(living, ticket)["status"] == "closed"
    status, answer, _ = write(living, ticket, "Hello?")
    assert (status, answer["error"]["code"]) == (409, "wrong_state")
    assert living.admin("PATCH", path, {"tags": ["late"]})[0] == 409


def test_a_change_that_changes_nothing_writes_nothing(living: InProcessShop, ticket: Ticket) -> None:
    path = f"/admin/tickets/{ticket['id']}"
    before = staff(living, "GET", path)
    assert staff(living, "PATCH", path, {"priority": "normal", "subject": ticket["subject"]}) == before


def test_only_nobodys_and_about_nothing_can_be_null(living: InProcessShop, ticket: Ticket) -> None:
    path = f"/admin/tickets/{ticket['id']}"
    assert staff(living, "PATCH", path, {"assignee_id": None, "order_id": None})["assignee_id"] is None
    status, answer, _ = living.admin("PATCH", path, {"subject": None})
    assert (status, answer["error"]["param"]) == (422, "subject")


def test_a_ticket_is_found_by_status_assignee_and_address(living: InProcessShop, ticket: Ticket) -> None:
    mine = "staff_01M81J18G00000000000000001"
    path = f"/admin/tickets/{ticket['id']}"
    staff(living, "PATCH", path, {"assignee_id": mine, "tags": ["sleeve", "sleeve"]})
    for query in ("status=open", f"assignee_id={mine}", "email=Jane@Example.com", f"status=open&assignee_id={mine}"):
        found = staff(living, "GET", f"/admin/tickets?{query}")["data"]
        assert [each["id"] for each in found] == [ticket["id"]], query
        assert found[0]["tags"] == ["sleeve"]
    for query in ("status=solved", "email=other@example.com", f"status=pending&assignee_id={mine}"):
        assert staff(living, "GET", f"/admin/tickets?{query}")["data"] == [], query


def test_a_ticket_tells_no_address_in_any_index(living: InProcessShop, ticket: Ticket) -> None:
    item = living.item(SPEC, f"TICKET#{ticket['id']}", "TICKET")
    keys = [item[part] for index in SPEC.indexes for part in (index.partition, index.sort) if part in item]
    assert not [key for key in keys if "@" in str(key)]


def test_one_mailbox_is_written_to_ten_times_a_day_at_most(living: InProcessShop) -> None:
    def ask(email: str) -> int:
        return int(living.call("POST", "/store/tickets", {"email": email, "subject": "Hi", "body": "Hello?"})[0])

    answers = [ask(f"jane+{number}@example.com") for number in range(11)]
    assert answers == [201] * 10 + [429]
    assert ask("john@example.com") == 201


def test_a_ticket_takes_so_many_messages_and_no_more(living: InProcessShop, ticket: Ticket) -> None:
    (kept,) = fetch(store.ticket(ticket["id"]))
    full = kept.model_copy(update={"messages": MESSAGES_MAX, "version": kept.version + 1})
    commit(*store.save_ticket(kept, full))
    status, answer, _ = write(living, ticket, "One more.")
    assert (status, answer["error"]["code"]) == (409, "ticket_full")


def test_staff_write_first_and_what_somebody_told_them_waits_for_the_shop(living: InProcessShop) -> None:
    body = {"email": "jane@example.com", "subject": "Your parcel", "body": "It is on its way again."}
    begun = staff(living, "POST", "/admin/tickets", body)
    told = staff(living, "POST", "/admin/tickets", {**body, "author": "customer", "priority": "high"})
    assert (begun["status"], begun["channel"], told["status"], told["priority"]) == ("pending", "staff", "open", "high")


def test_a_macro_answers_and_moves_the_ticket(living: InProcessShop, ticket: Ticket) -> None:
    made = {"title": "Sent again", "body": "We send it again.", "status": "solved", "tags": ["resent"]}
    macro = staff(living, "POST", "/admin/ticket_macros", made)
    path = f"/admin/tickets/{ticket['id']}"
    said = staff(living, "POST", f"{path}/messages", {"macro_id": macro["id"]})
    assert said["body"] == "We send it again."
    moved = staff(living, "GET", path)
    assert (moved["status"], moved["tags"], moved["priority"]) == ("solved", ["resent"], "normal")


def test_macros_are_made_changed_listed_and_removed(living: InProcessShop) -> None:
    path = "/admin/ticket_macros"
    macro = staff(living, "POST", path, {"title": "Hello", "body": "Hello!"})
    changed = staff(living, "PATCH", f"{path}/{macro['id']}", {"body": "Hello there!", "priority": "low"})
    assert (changed["version"], changed["body"], changed["priority"]) == (2, "Hello there!", "low")
    assert staff(living, "GET", path)["data"] == [changed]
    assert living.admin("DELETE", f"{path}/{macro['id']}", If_Match='"1"')[0] == 412
    assert staff(living, "DELETE", f"{path}/{macro['id']}")["deleted"] is True
    assert staff(living, "GET", path)["data"] == []
    assert living.admin("DELETE", f"{path}/{macro['id']}")[0] == 404


def test_a_message_has_either_words_or_a_macro(living: InProcessShop, ticket: Ticket) -> None:
    path = f"/admin/tickets/{ticket['id']}/messages"
    for body in ({}, {"body": "x", "macro_id": "mac_01M81J18G00000000000000001"}):
        assert living.admin("POST", path, body)[0] == 422
    assert living.admin("POST", path, {"body": "x", "is_internal": True, "status": "solved"})[0] == 422
    assert living.admin("POST", path, {"macro_id": "mac_01M81J18G00000000000000001"})[0] == 404


def test_a_question_is_confirmed_and_an_answer_sent_to_who_asked(living: InProcessShop, ticket: Ticket) -> None:
    living.pump()
    path = f"/admin/tickets/{ticket['id']}/messages"
    staff(living, "POST", path, {"body": "A note.", "is_internal": True})
    answer = staff(living, "POST", path, {"body": "A new one is on its way."})
    write(living, ticket, "Thank you!")
    living.pump(times=2)
    received, answered = mailbox()
    assert received.subject == "We have your question [#1]"
    assert "sleeve" not in received.body  # what a stranger typed is sent to nobody
    assert (answered.subject, answered.destinations["ToAddresses"]) == (
        "Re: A hole in the sleeve [#1]",
        ["jane@example.com"],
    )
    assert answer["body"] in answered.body
    assert f"/support/{ticket['id']}?token=" in answered.body


def test_a_ticket_is_answered_in_the_language_of_who_asked(living: InProcessShop) -> None:
    question = {"email": "zoe@example.com", "subject": "Ein Loch", "body": "Es kam so an."}
    liked = {"Accept_Language": "fr;q=0.3, de-at;q=0.9, en;q=0.5"}
    _, ticket, _ = living.call("POST", "/store/tickets", question, **liked)
    assert ticket["locale"] == "de-AT"
    living.pump()
    assert mailbox()[-1].subject == f"Ihre Frage ist angekommen [#{ticket['number']}]"
    said = {"title": "Sent", "body": "We send it again.", "translations": {"de": "Wir senden es noch einmal."}}
    macro = staff(living, "POST", "/admin/ticket_macros", said)
    path = f"/admin/tickets/{ticket['id']}"
    answers = [staff(living, "POST", f"{path}/messages", {"macro_id": macro["id"]})["body"]]
    assert staff(living, "PATCH", path, {"locale": None})["locale"] is None
    answers.append(staff(living, "POST", f"{path}/messages", {"macro_id": macro["id"]})["body"])
    assert answers == ["Wir senden es noch einmal.", "We send it again."]


def test_a_language_that_is_said_goes_before_the_browsers(living: InProcessShop) -> None:
    question = {"email": "zoe@example.com", "subject": "A hole", "body": "It came like that.", "locale": "en"}
    _, ticket, _ = living.call("POST", "/store/tickets", question, Accept_Language="de")
    assert ticket["locale"] == "en"
    status, answer, _ = living.call("POST", "/store/tickets", {**question, "locale": "Deutsch"})
    assert (status, answer["error"]["param"]) == (422, "locale")
