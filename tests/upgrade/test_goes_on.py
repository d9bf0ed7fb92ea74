"""Each kept release, put into this one's shop as it is: what was begun goes on, and in the end the books are right."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import migrations
from infra.domains import DOMAINS
from infra.plan import Publisher
from shared import clock
from shared.dynamo import commit, update
from shared.table import TableSpec
from shared.webhook_signature import sign
from tests.in_process import ALL_SCOPES, InProcessShop, answer_to, request_event
from tests.upgrade.books import Standing, violations
from tests.upgrade.release import TABLES, Release, all_items, releases
from tests.upgrade.standing import standing_shop


class Upgraded:
    """A shop that a release has left behind, under today's code."""

    def __init__(self, shop: InProcessShop, release: Release) -> None:
        self.shop, self.held, self.messages = shop, release.held, release.messages
        self.standing = Standing(shop, release)

    def ask(self, request: Any) -> tuple[int, str]:
        """A kept request, or one as those were: the answer's status and body."""
        status, text, _ = answer_to(request_event(**request))
        return status, text

    def staff(self, method: str, path: str, body: Any = None) -> Any:
        """A request of staff's, with the key that they have."""
        status, answer, _ = self.shop.admin(method, path, body, scopes=ALL_SCOPES)
        assert status < 300, answer
        return answer

    def status(self, name: str) -> str:
        """How far the kept order is."""
        return str(self.shop.order(self.held["orders"][name]["id"])["status"])

    def webhooks(self) -> None:
        """Stripe's news arrive."""
        for event in self.messages["webhooks"]:
            status, body, _ = self.shop.webhook(event, secret=self.held["secrets"]["stripe_webhook_secret"])
            assert status == 200, body

    def reports(self) -> None:
        """The carriers' do."""
        secrets = json.loads(self.held["secrets"]["carrier_webhook_secret"])
        for report in self.messages["reports"]:
            path = f"/webhooks/carriers/{report['carrier']}"
            signed = sign(report["raw"].encode(), secrets[report["carrier"]], self.shop.clock.now, path=path)
            status, body, _ = self.shop.call("POST", path, report["raw"], Carrier_Signature=signed)
            assert status == 200, body

    def unsent(self) -> None:
        """The sweepers hand over what the release had not."""
        rows = [row for _, row in self.shop.unsent()]
        assert rows
        self.shop.clock.advance(minutes=2)
        for domain in DOMAINS:
            for plan in domain.functions:
                if isinstance(plan, Publisher):
                    self.shop.run(f"{domain.name}.{plan.name}")
        assert not list(self.shop.unsent())
        for row in rows:
            self.shop.deliver({name: row[name] for name in self.messages["events"][0]})

    def pay(self, payment: Any) -> None:
        self.shop.pay({"payment": payment})
        self.shop.pump()

    def bank_says_yes(self, name: str) -> None:
        """To a debit that it was at."""
        intent = self.held["orders"][name]["payment"]["client_secret"].partition("_secret_")[0]
        self.shop.double.control(f"payment_intents/{intent}/settle", {"outcome": "succeed"})
        self.shop.pump()

    def jobs_end(self) -> None:
        """Those that were begun, queued and called off are gone on with."""
        jobs = self.held["jobs"]
        left = self.shop.step(jobs["begun"], "plan")["chunks"]
        assert left
        assert 0 not in left, "it is done already"
        self.staff("POST", f"/admin/jobs/{jobs['canceled']}/resume")
        self.shop.pump()
        for name, run in (("begun", 1), ("queued", 1), ("canceled", 2)):
            self.shop.go_through(jobs[name], run=run)
        self.shop.pump()
        assert {self.staff("GET", f"/admin/jobs/{job}")["status"] for job in jobs.values()} == {"done"}

    def migrate(self, patch: pytest.MonkeyPatch) -> None:
        """Every table, by a job as an operator begins it, to a next release's shape; afterwards nothing is older."""
        for name, now in list(migrations.TABLES.items()):
            table = dataclasses.replace(now, upgrades=(*now.upgrades, lambda item: {**item, "_next": True}))
            patch.setitem(migrations.TABLES, name, table)
            before = {(item["pk"], item["sk"]) for item in all_items(table) if table.is_older(item)}
            assert before, name
            job = self.staff("POST", "/admin/migrations", {"table": name, "segments": 2})
            self.shop.go_through(job["id"])
            done = self.staff("GET", f"/admin/jobs/{job['id']}")
            assert (done["status"], done["done"]) == ("done", 2)
            assert done["counts"]["looked_at"] >= done["counts"]["rewritten"] >= len(before)
            older = {(item["pk"], item["sk"]) for item in all_items(table) if table.is_older(item)}
            assert older & before == set(), "only what the job itself has written since is older"

    def ship_rest(self) -> None:
        """All that is left of every placed order."""
        for order in self.staff("GET", "/admin/orders?status=placed&limit=100")["data"]:
            lines = self.shop.order(order["id"])["items"]
            left = {
                line["id"]: line["quantity"] - line["fulfilled_quantity"] - line["refunded_quantity"] for line in lines
            }
            items = [{"line_item_id": line, "quantity": units} for line, units in left.items() if units]
            if items:
                body = {"location_id": self.held["location"], "items": items}
                self.staff("POST", f"/admin/orders/{order['id']}/fulfillments", body)
        self.shop.pump()


@pytest.fixture(params=["as it is", "migrated"])
def is_migrated(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "migrated")


@pytest.fixture(params=releases(), ids=lambda each: str(each.folder.name))
def upgraded(request: pytest.FixtureRequest, is_migrated: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upgraded]:
    release = request.param
    with standing_shop(monkeypatch, release.stripe) as shop:
        release.put_into(shop)
        upgraded = Upgraded(shop, release)
        if is_migrated:
            upgraded.migrate(monkeypatch)
        yield upgraded


def test_a_request_that_was_answered_gets_the_same_bytes(upgraded: Upgraded) -> None:
    """FAULTS 43"""
    assert len(upgraded.held["answered"]) >= 4
    for name, was in upgraded.held["answered"].items():
        assert upgraded.ask(was["request"]) == (was["status"], was["text"]), name


def test_what_people_hold_still_opens(upgraded: Upgraded) -> None:
    shown = f"Bearer {upgraded.held['api_key']}"
    event = {"version": "2.0", "type": "REQUEST", "identitySource": [shown], "rawPath": "/admin/orders"}
    answer = upgraded.shop.run("access.authorizer", {**event, "headers": {"authorization": shown}})
    assert (answer["isAuthorized"], answer["context"]["scopes"]) == (True, "orders:read")
    for each in upgraded.held["seen"]:
        status, text = upgraded.ask(each["request"])
        assert status == 200, text
        assert is_part(json.loads(each["text"]), json.loads(text)), each["request"]["path"]


def is_part(kept: Any, now: Any) -> bool:
    """Whether all that was told is told still; there may be more."""
    if isinstance(kept, dict):
        return isinstance(now, dict) and all(name in now and is_part(kept[name], now[name]) for name in kept)
    if isinstance(kept, list):
        return isinstance(now, list) and len(kept) == len(now) and all(map(is_part, kept, now))
    return bool(kept == now)


def test_a_list_goes_on_where_its_cursor_is(upgraded: Upgraded) -> None:
    for name, each in upgraded.held["lists"].items():
        status, text = upgraded.ask(each["request"])
        assert status == 200, text
        assert [item["id"] for item in json.loads(text)["data"]] == each["ids"], name
        assert each["ids"]


def test_the_shop_goes_on_and_its_books_are_right(upgraded: Upgraded) -> None:
    """FAULTS 43, 44"""
    shop, held = upgraded.shop, upgraded.held
    upgraded.webhooks()
    upgraded.reports()
    for envelope in upgraded.messages["events"] * 2:
        shop.deliver(envelope)
    upgraded.unsent()
    shop.pump()
    waiting = ("captured", "told_by_stripe", "paid_at_stripe", "to_ship", "at_bank", "declined", "unpaid", "free")
    assert [upgraded.status(name) for name in waiting] == ["placed"] * 4 + ["pending"] * 4

    for name in ("at_bank", "declined"):
        upgraded.bank_says_yes(name)
    upgraded.pay(held["orders"]["unpaid"]["payment"])
    free = held["orders"]["free"]["id"]
    assert shop.call("POST", f"/store/orders/{free}/confirm", {"token": held["confirm_token"]})[0] == 200
    assert {upgraded.status(name) for name in waiting} == {"placed"}

    status, text = upgraded.ask(held["started"])
    assert status == 201, text
    resumed = json.loads(text)
    assert upgraded.ask(held["started"]) == (status, text)
    cart = held["carts"]["ready"]
    status, bought, _ = shop.complete(cart)
    assert status == 201, bought
    for completed in (resumed, bought):
        upgraded.pay(completed["payment"])
        assert shop.order(completed["order"]["id"])["status"] == "placed"
    begun = held["carts"]["begun"]
    item = {"variant_id": held["variants"]["hat"], "quantity": 1}
    assert shop.call("POST", f"/store/carts/{begun['id']}/items", item, Cart_Token=begun["token"])[0] in (200, 201)

    upgraded.staff("POST", f"/admin/orders/{held['orders']['told_by_stripe']['id']}/cancel", {"reason": "customer"})
    upgraded.staff("POST", "/admin/refunds", {"order_id": held["orders"]["captured"]["id"], "amount": 100})
    shop.pump()
    assert shop.order(held["orders"]["told_by_stripe"]["id"])["payment_status"] == "refunded"
    assert shop.order(held["orders"]["captured"]["id"])["payment_status"] == "partially_refunded"

    found = {"variant_id": held["variants"]["medium"], "location_id": held["location"], "delta": 8, "reason": "found"}
    upgraded.staff("POST", "/admin/inventory/adjustments", {"items": [found]})
    upgraded.ship_rest()
    shop.clock.advance(minutes=6)
    for schedule in ("notifications.resend_mail", "payments.resume_payments", "orders.expire_unpaid"):
        shop.run(schedule)
    shop.pump()

    upgraded.jobs_end()
    today = clock.parse(held["now"]).date()
    shop.clock.now = datetime(today.year, today.month, today.day, 0, 5, tzinfo=UTC) + timedelta(days=1)
    shop.run("reports.daily_sales")
    shop.pump()
    closed = {item["sk"]: item["revision"] for item in all_items(TABLES["reports"]) if item["pk"] == "CLOSED#sales"}
    assert closed == {(today - timedelta(days=1)).isoformat(): 2, today.isoformat(): 1}, "the day before was told late"
    assert violations(upgraded.standing) == []
    spoil(TABLES["payments"], f"ORDER#{free}", "ACCOUNT", "refundable")
    spoil(TABLES["inventory"], f"VARIANT#{held['variants']['hat']}", f"LEVEL#{held['location']}", "on_hand")
    assert {each[:2] for each in violations(upgraded.standing)} >= {"I4", "I8"}, "the books would show it"


def spoil(table: TableSpec, pk: str, sk: str, figure: str) -> None:
    """One too many, behind the shop's back."""
    commit(update(table, (pk, sk), "ADD #figure :one", names={"#figure": figure}, values={":one": 1}))
