"""The whole shop in one process and one thread: the plan's Lambdas, a database, Stripe's double beside them.

Nothing runs by itself: `pump` carries what was said to those who hear it, as the plan has it, until all is quiet. So a
test may stop between any two steps, and deliver a message twice, late or never.
"""

import importlib
import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from functions.jobs.table import SPEC as JOBS
from functions.jobs.table import job_key
from functions.search import read_index
from infra.domains import DOMAINS
from infra.plan import Api, Worker
from local.stripe_double import StripeDouble
from local.zendesk_double import ZendeskDouble
from local.zendesk_double.courier import signed
from shared import clock, outbox
from shared.dynamo import fetch, query_all
from shared.dynamo.reads import Read
from shared.table import UNSENT, TableSpec
from shared.webhook_signature import sign
from tests import database, people
from tests.accounts import Pool, install
from tests.world import ENVIRONMENT, SECRETS, Clock, api_event, cloud

ALL_SCOPES = "audit:read customers:erase migrations:write system:read system:write system:drop " + " ".join(
    f"{what}:{how}"
    for what in (
        "products",
        "inventory",
        "orders",
        "customers",
        "payments",
        "fulfillment",
        "support",
        "reports",
        "jobs",
        "approvals",
        "keys",
        "staff",
    )
    for how in ("read", "write")
)
OAKLAND = {"city": "Oakland", "province": "CA", "postal_code": "94607", "country": "US"}
ADDRESS = {"last_name": "Doe", "address1": "1 Main St", **OAKLAND}
ROUNDS = 20  # of carrying messages; an order's whole story takes six


@dataclass
class InProcessShop:
    """Calls as in the journeys' shop, in this process."""

    clock: Clock
    double: StripeDouble
    helpdesk: ZendeskDouble
    pool: Pool = field(default_factory=Pool)
    webhooks_seen: int = 0
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (worker, envelope), in order

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request of a shopper, a processor or a carrier: (status, body, headers)."""
        raw = body if isinstance(body, str) or body is None else json.dumps(body)
        return _answer(request_event(method, path, raw, headers))

    def admin(self, method: str, path: str, body: Any = None, scopes: str = ALL_SCOPES, **headers: str) -> Any:
        """A request of staff with these scopes; a POST gets a fresh Idempotency-Key unless it brings one."""
        if method == "POST":
            headers.setdefault("Idempotency_Key", uuid4().hex)
        raw = json.dumps(body) if body is not None else None
        return _answer(request_event(method, path, raw, headers, scopes=scopes))

    def run(self, function: str, event: dict[str, Any] | None = None) -> Any:
        """Run a Lambda as the clock does: `run("orders.expire_unpaid")`."""
        return _handler(function)(event or {}, None)

    def pump(self, *, times: int = 1) -> None:
        """Carry everything said to all who hear it, each message so many times, until nobody says anything more."""
        for _ in range(ROUNDS):
            said = list(self.unsent())
            self.stripe_calls_back()
            self.helpdesk_calls_back()
            for table, row in said:
                outbox.publish(table, [row])
                for _ in range(times):
                    self.deliver(outbox.envelope(row))
            if not said and not list(self.unsent()) and not self.helpdesk.courier.waiting:
                return
        raise AssertionError("the shop does not come to rest")

    def deliver(self, envelope: dict[str, Any]) -> None:
        """Give one event to every worker that hears its type. Fails where one gives it back."""
        for domain in DOMAINS:
            for worker in domain.functions:
                if isinstance(worker, Worker) and envelope["type"] in [event.type for event in worker.hears]:
                    answer = _handler(f"{domain.name}.{worker.name}")(sqs_event(envelope), None)
                    assert answer == {"batchItemFailures": []}, (worker.name, envelope["type"])
                    self.heard.append((f"{domain.name}.{worker.name}", envelope))

    def unsent(self) -> Iterator[tuple[TableSpec, Any]]:
        """The event rows that have not been handed to the bus."""
        saying = database.here().holding(
            UNSENT.partition
        )  # most tables have nothing to say, and a look at them costs a call
        for domain in DOMAINS:
            if domain.table is None or domain.table.physical_name not in saying:
                continue
            for shard in range(outbox.SHARDS):
                for row in query_all(domain.table, str(shard), index=UNSENT):
                    yield domain.table, row

    def step(self, job_id: str, step: str, *, run: int = 1, **more: Any) -> Any:
        """A step of a job, as its domain's state machine asks for it."""
        job = self.item(JOBS, *job_key(job_id))
        event = {"step": step, "job_id": job_id, "kind": job["kind"], "run": run, **more}
        return _handler(f"{job['domain']}.run_jobs")(event, None)

    def go_through(self, job_id: str, *, run: int = 1) -> None:
        """A run of a job from its beginning to its end."""
        for chunk in self.step(job_id, "plan", run=run)["chunks"]:
            self.step(job_id, "work", run=run, chunk=chunk)
        self.step(job_id, "finish", run=run)

    def stripe_calls_back(self) -> None:
        """Hand over the webhooks that Stripe has not sent yet, in order."""
        events = sorted(self.double.control("state")["events"].values(), key=lambda each: each["created"])
        for event in events[self.webhooks_seen :]:
            self.webhook(event)
        self.webhooks_seen = len(events)

    def helpdesk_calls_back(self) -> None:
        """Hand over the webhooks that the helpdesk has not sent yet, in order."""
        for event in self.helpdesk.courier.take_all():
            assert self.helpdesk_webhook(event)[0] == 200

    def helpdesk_webhook(self, event: Any, *, secret: str | None = None) -> Any:
        """One of the helpdesk's webhooks, signed now."""
        raw = json.dumps(event)
        headers = signed(raw.encode(), secret or SECRETS["helpdesk_webhook_secret"], clock.stamp(clock.now()))
        return self.call("POST", "/webhooks/helpdesk", raw, **headers)

    def webhook(self, event: Any, *, secret: str | None = None) -> Any:
        """One of Stripe's webhooks, signed now."""
        raw = json.dumps(event)
        signature = sign(raw.encode(), secret or SECRETS["stripe_webhook_secret"], clock.now())
        return self.call("POST", "/webhooks/stripe", raw, Stripe_Signature=signature)

    def pay(self, completed: Any, method: str = "pm_card_visa") -> Any:
        """Confirm a payment as the shopper's client does."""
        secret = completed["payment"]["client_secret"]
        url = f"{self.double.url}/v1/payment_intents/{secret.partition('_secret_')[0]}/confirm"
        body = f"client_secret={secret}&payment_method={method}".encode()
        request = urllib.request.Request(url, data=body, headers={"Authorization": "Bearer pk_test_shopper"})
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as declined:
            return json.load(declined)

    def sign_in(self, sub: str) -> dict[str, str]:
        """The header of a new session of who has this account in the pool."""
        status, session, _ = self.call("POST", "/store/sessions", {"access_token": self.pool.token(sub)})
        assert status == 201, session
        return {"Session_Token": session["token"]}

    def a_location(self) -> str:
        """A warehouse's id."""
        status, body, _ = self.admin("POST", "/admin/locations", {"name": f"W {uuid4().hex[:6]}", "country": "US"})
        assert status == 201, body
        return str(body["id"])

    def a_variant(self, *, units: int = 10, price: int = 2499, location: str | None = None) -> str:
        """A variant for sale, with stock."""
        sku = f"TS-{uuid4().hex[:10].upper()}"
        variant = {"sku": sku, "options": {}, "prices": [{"currency": "USD", "amount": price}], "weight_g": 180}
        status, body, _ = self.admin(
            "POST", "/admin/products", {"title": sku, "status": "active", "variants": [variant]}
        )
        assert status == 201, body
        variant_id = str(body["variants"][0]["id"])
        if units:
            item = {"variant_id": variant_id, "location_id": location or self.a_location(), "quantity": units}
            status, answer, _ = self.admin("POST", "/admin/inventory/receipts", {"items": [item], "reference": "PO"})
            assert status == 201, answer
        return variant_id

    def a_shipping_option(self, amount: int = 644) -> str:
        """A flat rate for the US."""
        body = {"title": "Standard", "kind": "flat", "countries": ["US"], "amounts": {"USD": amount}}
        status, answer, _ = self.admin("POST", "/admin/shipping_options", body)
        assert status == 201, answer
        return str(answer["id"])

    def a_cart(self, variant_id: str, option_id: str, quantity: int = 1, **headers: str) -> Any:
        """A cart that is ready to be completed, with its token."""
        body = {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": variant_id, "quantity": quantity}],
            "email": "jane@example.com",
            "shipping_address": ADDRESS,
            "shipping_option": {"id": option_id},
        }
        status, cart, _ = self.call("POST", "/store/carts", body, **headers)
        assert status == 201, cart
        return cart

    def an_address(self, session: dict[str, str]) -> str:
        """The id of an address that a customer keeps."""
        status, kept, _ = self.call("POST", "/store/me/addresses", {"address": ADDRESS}, **session)
        assert status == 201, kept
        return str(kept["id"])

    def a_ticket(self) -> Any:
        """A shopper's question, with its token."""
        asked = {"email": f"{uuid4().hex[:8]}@example.com", "subject": "A hole", "body": "It came like that."}
        status, ticket, _ = self.call("POST", "/store/tickets", asked)
        assert status == 201, ticket
        return ticket

    def a_macro(self) -> str:
        """An answer that staff give often."""
        status, macro, _ = self.admin("POST", "/admin/ticket_macros", {"title": "Sent again", "body": "We send it."})
        assert status == 201, macro
        return str(macro["id"])

    def complete(self, cart: Any, key: str | None = None, **changed: Any) -> Any:
        """Complete a cart at the total that was shown."""
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}, **changed}
        headers = {"Cart_Token": cart["token"], "Idempotency_Key": key or uuid4().hex}
        return self.call("POST", f"/store/carts/{cart['id']}/complete", body, **headers)

    def order(self, order_id: str) -> Any:
        """The order as staff see it."""
        status, body, _ = self.admin("GET", f"/admin/orders/{order_id}")
        assert status == 200, body
        return body

    def available(self, variant_id: str) -> int:
        """Units that may be sold."""
        return sum(level["available"] for level in self.levels(variant_id))

    def levels(self, variant_id: str) -> list[Any]:
        """The levels of a variant."""
        _, body, _ = self.admin("GET", f"/admin/inventory/levels?variant_id={variant_id}")
        data: list[Any] = body["data"]
        return data

    def item(self, table: TableSpec, pk: str, sk: str) -> Any:
        """An item as it is stored."""
        return fetch(Read(table, ((pk, sk),), lambda items: items[0]))[0]


@contextmanager
def shop(monkeypatch: Any, memory: dict[str, Any] | None = None) -> Iterator[InProcessShop]:
    """The shop, empty. memory: what Stripe remembers."""
    tables = [domain.table for domain in DOMAINS if domain.table]
    with (
        StripeDouble(memory=memory) as double,
        cloud(monkeypatch, *tables) as standing,
        ZendeskDouble(clock=standing.seconds) as helpdesk,
    ):
        monkeypatch.setenv("STRIPE_API_BASE", double.url)
        monkeypatch.setenv("HELPDESK_URL", helpdesk.url)
        monkeypatch.setattr(outbox, "SHARDS", 1)  # one query finds all that was said
        people.make_staff_pool()
        read_index.forget()
        running = InProcessShop(standing, double, helpdesk)
        install(monkeypatch, running.pool)
        yield running


def sqs_event(envelope: dict[str, Any]) -> dict[str, Any]:
    """A queue's batch of one, as EventBridge puts it there."""
    body = {"version": "0", "source": "storewright", "detail-type": envelope["type"], "detail": envelope}
    record = {
        "messageId": envelope["id"],
        "receiptHandle": "r",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q",
        "awsRegion": ENVIRONMENT["AWS_REGION"],
    }
    return {"Records": [record]}


def request_event(method: str, path: str, raw: str | None, headers: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """The event of a request. path: with its query; headers: named as Python's arguments, `Cart_Token`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    path, _, query = path.partition("?")
    parameters = dict(pair.split("=", 1) for pair in query.split("&")) if query else {}
    return api_event(method, path, raw, headers=named, query=parameters, **more)


def answer_to(event: dict[str, Any]) -> tuple[int, str, dict[str, str]]:
    """The answer to a request: (status, body as it was sent, headers in small letters)."""
    answer = _handler(serving(event["rawPath"]))(event, None)
    return answer["statusCode"], answer.get("body") or "", {k.lower(): v for k, v in answer["headers"].items()}


def _answer(event: dict[str, Any]) -> tuple[int, Any, dict[str, str]]:
    status, body, headers = answer_to(event)
    return status, json.loads(body or "null"), headers


def serving(path: str) -> str:
    """The Lambda that serves a path: `orders.store_api`. Raises LookupError."""
    for domain in DOMAINS:
        for function in domain.functions:
            if isinstance(function, Api):
                under = any(path == prefix or path.startswith(prefix + "/") for prefix in function.serves)
                if under or path in function.serves_exactly:
                    return f"{domain.name}.{function.name}"
    raise LookupError(f"nobody serves {path}")


def _handler(function: str) -> Callable[[dict[str, Any], Any], Any]:
    domain, name = function.split(".")
    found: Callable[[dict[str, Any], Any], Any] = importlib.import_module(f"functions.{domain}.handlers.{name}").handler
    return found
