"""A till for the tests: opens payments, plays the shopper and Stripe, carries the news, and counts the money."""

import json
from dataclasses import dataclass, field
from typing import Any

import stripe as sdk

from functions import payments
from functions.payments.handlers import admin_api, move_money, on_stripe_event, resume_payments, stripe_webhook
from functions.payments.ledger import LedgerAccount, balance
from functions.payments.table import SPEC
from local.stripe_double import StripeDouble
from shared import clock, outbox
from shared.dynamo import commit, fetch
from shared.dynamo.values import from_wire
from shared.ids import new_id
from shared.table import UNSENT
from shared.webhook_signature import sign
from tests import database
from tests.world import SECRETS, Clock, api_event

SECRET = SECRETS["stripe_webhook_secret"]
HEARS = {
    "stripe.event_received": on_stripe_event.handler,
    "refund.requested": move_money.handler,
    "payment.void_requested": move_money.handler,
}


@dataclass
class Till:
    """One order's money, from both sides."""

    clock: Clock
    double: StripeDouble
    order_id: str = ""
    said: list[dict[str, Any]] = field(default_factory=list)  # every event that left, in order
    failures: int = 0  # messages that went back to their queue
    _delivered: int = 0

    # what orders do

    def open(self, amount: int = 5000, currency: str = "USD") -> payments.Payment:
        self.order_id = new_id("order")
        payment, writes = payments.open_payment(self.order_id, new_id("pay"), amount, currency, clock.now())
        commit(*writes)
        return payment

    def start(self, payment: payments.Payment) -> payments.Started:
        started = payments.start_payment(payment, flow="payment_intent", deadline_s=6)
        commit(*payments.note_started(payment, started, clock.now()))
        return started

    def paid(self, amount: int = 5000, method: str = "pm_card_visa") -> payments.Payment:
        """A payment that was captured, and all of its news heard."""
        started = self.start(self.open(amount))
        self.pay(started, method)
        self.settle()
        assert self.payment.status == "captured"
        return self.payment

    def refund(self, amount: int, **more: Any) -> payments.Refund:
        how: dict[str, Any] = {"currency": "USD", "reason": "requested_by_customer", **more}
        account = how.pop("account", None) or self.account
        refund_id = how.pop("refund_id", None) or new_id("ref")
        refund, writes = payments.request_refund(
            account, None, refund_id=refund_id, amount=amount, now=clock.now(), **how
        )
        commit(*writes)
        return refund

    def void(self) -> None:
        writes = payments.request_void(payments.payments_of(self.order_id), clock.now())
        if writes:
            commit(*writes)

    # what the shopper and Stripe do

    def pay(self, started: payments.Started, method: str = "pm_card_visa") -> Any:
        """Confirm as the shopper's client does; that Stripe says no is no error here."""
        try:
            params = {"payment_method": method, "return_url": "https://shop.example.com/thanks"}
            return self.stripe.payment_intents.confirm(started.provider_reference, params)
        except (sdk.CardError, sdk.InvalidRequestError) as refusal:
            return refusal

    @property
    def stripe(self) -> Any:
        """Stripe's own view, past our code."""
        return sdk.StripeClient("sk_test_123", base_addresses={"api": self.double.url}).v1

    def at_stripe(self, kind: str) -> list[dict[str, Any]]:
        """All `payment_intents`, `refunds`, `events` … at Stripe, oldest first."""
        return list(self.double.control("state")[kind].values())

    def fault(self, fault: str, call: str, **more: Any) -> None:
        self.double.control("faults", {"fault": fault, "call": call, **more})

    def mend(self) -> None:
        self.double.control("faults", method="DELETE")

    def news(self, *types: str) -> list[dict[str, Any]]:
        """Stripe's events of these types, oldest first."""
        return [event for event in self.at_stripe("events") if event["type"] in types]

    def webhook(self, event: Any, **more: Any) -> tuple[int, Any]:
        """Deliver an event, signed. more: raw, signature, secret, encoded."""
        raw: bytes = more.get("raw") or json.dumps(event).encode()
        header = more.get("signature") or sign(raw, more.get("secret", SECRET), clock.now())
        request = api_event("POST", "/webhooks/stripe", raw.decode("latin-1"), headers={"Stripe-Signature": header})
        answer = stripe_webhook.handler(request, None)
        return answer["statusCode"], json.loads(answer["body"])

    # what the wires do

    def settle(self) -> None:
        """Deliver Stripe's new webhooks and everything said, until all is quiet."""
        for _ in range(10):
            events = self.at_stripe("events")
            fresh, self._delivered = events[self._delivered :], len(events)
            for event in fresh:
                assert self.webhook(event)[0] == 200
            if not self.pump():
                return
        raise AssertionError("no rest")

    def pump(self) -> int:
        """Carry what was said to whoever hears it, once; gives how many messages."""
        unsent = [item for item in database.here().items(SPEC).values() if UNSENT.partition in item]
        rows = sorted(map(from_wire, unsent), key=lambda each: each["sequence"])
        outbox.publish(SPEC, rows)
        for envelope in map(outbox.envelope, rows):
            self.said.append(envelope)
            self.deliver(envelope)
        return len(rows)

    def deliver(self, envelope: dict[str, Any]) -> bool:
        """Give an event to whoever hears it; whether it was dealt with."""
        handler = HEARS.get(envelope["type"])
        if handler is None:
            return True
        body = json.dumps({"detail": envelope})
        record = {
            "messageId": envelope["id"],
            "receiptHandle": "r",
            "body": body,
            "attributes": {},
            "eventSource": "aws:sqs",
        }
        failed = handler({"Records": [record]}, None)["batchItemFailures"]
        self.failures += len(failed)
        return not failed

    def heard(self, of_type: str) -> list[dict[str, Any]]:
        """The data of every event of this type that was said."""
        return [each["data"] for each in self.said if each["type"] == of_type]

    def resume(self) -> Any:
        """Run the sweeper, as the clock does."""
        return resume_payments.handler({}, None)

    # what is in the books

    @property
    def payment(self) -> payments.Payment:
        return payments.payments_of(self.order_id)[0]

    @property
    def refunds(self) -> list[payments.Refund]:
        return payments.refunds_of(self.order_id)

    @property
    def account(self) -> payments.Account:
        (account,) = fetch(payments.account(self.order_id))
        assert account
        return account

    def admin(self, path: str, scopes: str = "payments:read", **query: str) -> tuple[int, Any]:
        answer = admin_api.handler(api_event("GET", path, scopes=scopes, query=query), None)
        return answer["statusCode"], json.loads(answer["body"])

    def check_books(self) -> None:
        """The account is the sum of the ledger, and the payment agrees with it."""
        account, entries = self.account, payments.ledger_of(self.order_id)
        assert account.captured - account.refunded == balance(entries, LedgerAccount.PROCESSOR_CLEARING)
        assert account.refundable == account.captured - account.refunded - account.refund_pending
        assert account.captured == sum(each.amount_captured for each in payments.payments_of(self.order_id))
        assert account.refunded == sum(each.amount_refunded for each in payments.payments_of(self.order_id))
        assert account.refunded == sum(each.amount for each in self.refunds if each.status == "succeeded")
        assert account.refund_pending == sum(each.amount for each in self.refunds if each.status == "pending")

    @staticmethod
    def everything() -> list[dict[str, Any]]:
        """Every item of the table."""
        return [from_wire(item) for item in database.here().items(SPEC).values()]
