"""A shop in this process whose staff answer in the helpdesk's double."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from functions import support
from shared import clock
from shared.settings import read_settings
from tests import in_process
from tests.in_process import InProcessShop
from tests.notifications.builders import mailbox

WORKER = "support.sync_helpdesk"


class Desk:
    """Who asks, who answers here, and who does there."""

    def __init__(self, shop: InProcessShop, patch: pytest.MonkeyPatch) -> None:
        self.shop = shop
        for name in ("TICKETS_PER_HOUR", "TICKETS_PER_MAILBOX_A_DAY", "REPLIES_PER_HOUR"):
            patch.setenv(name, "1000")
        read_settings.cache_clear()

    # here

    def asked(self, email: str = "jane@example.com", *, times: int = 1) -> Any:
        """A question that is a ticket on both sides."""
        question = {"email": email, "subject": "A hole", "body": "What now?"}
        status, ticket, _ = self.shop.call("POST", "/store/tickets", question)
        assert status == 201, ticket
        self.pump(times=times)
        return ticket

    def shopper_says(self, ticket: Any, body: str) -> None:
        path, token = f"/store/tickets/{ticket['id']}/messages", ticket["token"]
        status, answer, _ = self.shop.call("POST", path, {"body": body}, Ticket_Token=token)
        assert status == 201, answer

    def staff_says(self, ticket: Any, body: str, *, is_internal: bool = False) -> None:
        said = {"body": body, "is_internal": is_internal}
        status, answer, _ = self.shop.admin("POST", f"/admin/tickets/{ticket['id']}/messages", said)
        assert status == 201, answer

    def set_status(self, ticket: Any, status: str) -> None:
        code, answer, _ = self.shop.admin("PATCH", f"/admin/tickets/{ticket['id']}", {"status": status})
        assert code == 200, answer

    def status(self, ticket: Any) -> str:
        return str(self.shop.admin("GET", f"/admin/tickets/{ticket['id']}")[1]["status"])

    def seen_by_shopper(self, ticket: Any) -> list[tuple[str, str]]:
        """(author, body), oldest first."""
        path, token = f"/store/tickets/{ticket['id']}/messages", ticket["token"]
        _, page, _ = self.shop.call("GET", path, Ticket_Token=token)
        return [(each["author"], each["body"]) for each in page["data"]]

    def seen_by_staff(self, ticket: Any) -> list[tuple[str, str, bool]]:
        """(author, body, is_internal), oldest first."""
        _, page, _ = self.shop.admin("GET", f"/admin/tickets/{ticket['id']}/messages")
        return [(each["author"], each["body"], each["is_internal"]) for each in page["data"]]

    def letters(self) -> list[str]:
        """What was mailed, oldest first."""
        return [str(vars(each)) for each in mailbox()]

    def pump(self, *, times: int = 1) -> None:
        self.shop.pump(times=times)

    def forget(self, *tickets: Any) -> None:
        for ticket in tickets:
            support.forget_ticket(ticket["id"], clock.now())
        self.pump()

    @contextmanager
    def without(self) -> Iterator[None]:
        """While the stage has no helpdesk."""
        find = in_process._handler

        def deaf(name: str) -> Any:
            return (lambda *_: {"batchItemFailures": []}) if name == WORKER else find(name)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(in_process, "_handler", deaf)
            yield

    # there

    def state(self) -> Any:
        return self.shop.helpdesk.control("state")

    def twins(self, ticket: Any) -> list[Any]:
        return [each for each in self.state()["tickets"] if each["external_id"] == ticket["id"]]

    def twin(self, ticket: Any) -> Any:
        """The newest one."""
        return self.twins(ticket)[-1]

    def audits(self, twin: Any) -> list[Any]:
        return self.audits_of(self.state(), twin)

    @staticmethod
    def audits_of(state: Any, twin: Any) -> list[Any]:
        """In what the double remembered at some moment."""
        return [each for each in state["audits"] if each["ticket_id"] == twin["id"]]

    def comments(self, ticket: Any) -> list[tuple[str, bool]]:
        """(body, whether it is public), oldest first."""
        events = [event for audit in self.audits(self.twin(ticket)) for event in audit["events"]]
        return [(each["body"], each["public"]) for each in events if each["type"] == "Comment"]

    def all_comments(self) -> dict[str, list[list[str]]]:
        """By our ticket's id, of each of its twins the bodies, oldest first."""
        state, found = self.state(), dict[str, list[list[str]]]()
        for twin in state["tickets"]:
            events = [each for audit in self.audits_of(state, twin) for each in audit["events"]]
            found.setdefault(twin["external_id"], []).append([e["body"] for e in events if e["type"] == "Comment"])
        return found

    def agent(self, ticket: Any, body: str | None = None, **how: Any) -> Any:
        """What an agent does there: writes, or moves it."""
        return self.shop.helpdesk.control("answer", {"ticket": self.twin(ticket)["id"], "body": body, **how})

    def user(self, user_id: int) -> Any:
        return next(each for each in self.state()["users"] if each["id"] == user_id)

    def somebody(self, email: str) -> int:
        return int(self.shop.helpdesk.desk.create_user({"name": email, "email": email})["id"])

    def other_ticket_of(self, email: str) -> None:
        """One that did not come from the shop."""
        desk = self.shop.helpdesk.desk
        (user,) = [each for each in desk.users.values() if each["email"] == email]
        desk.create({"subject": "By phone", "comment": {"body": "Hello"}, "requester_id": user["id"]}, desk.agent)
        self.lose_webhooks()

    def delete(self, ticket: Any) -> None:
        self.shop.helpdesk.desk.delete(self.twin(ticket)["id"])

    def lose_webhooks(self) -> None:
        self.shop.helpdesk.courier.take_all()

    def calls(self) -> dict[str, int]:
        return dict(self.state()["calls"])

    def breaks(self, call: str, fault: str, times: int = 1) -> None:
        self.shop.helpdesk.control("faults", {"call": call, "fault": fault, "times": times})
