"""A tour through the whole shop, so that every Lambda makes every call that it can make.

Every route is asked, by everybody who may. Then an order is placed, paid, shipped, delivered and given back in part,
another is canceled, others are not paid or too late, a shelf runs low, a mail cannot be sent at first, days are
closed, and events leave by the stream and by the sweeper.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from functions import customers
from functions.migrations import TABLES as MIGRATED
from functions.notifications.mail import REVIEW_AFTER
from functions.support import reply_address
from functions.system.history import SAYING
from infra.domains import DOMAINS
from infra.plan import Publisher
from shared import clock, secret
from shared.settings import read_settings
from tests import database, in_process
from tests.approvals.office import Office, asking_a_second_person
from tests.catalog.half_written import half_settled, half_written
from tests.catalog.media.files import a_picture
from tests.in_process import InProcessShop
from tests.infra.calls_made import Calls, Recorder, recording
from tests.infra.weather import Weather
from tests.reports.builders import a_message, a_refund, a_sale
from tests.security import gateway
from tests.security.callers import CALLERS
from tests.security.cast import Cast, cast
from tests.security.doors import doors
from tests.security.matrix import answer_to
from tests.security.senders import CARRIER
from tests.security.test_webhooks import PARCEL
from tests.simulation.dynamodb import StreamRecord
from tests.support import inbox
from tests.support.inbox import HELP
from tests.texts import agrees_by_text
from tests.world import ENVIRONMENT, service

MAY_PASS = (
    "own token",
    "own session",
    "own session and token",
    "key with all scopes",
    "key, missing object",
    "signed by the sender",
)
TABLES = [each.name for each in DOMAINS for plan in each.functions if isinstance(plan, Publisher)]  # that have a stream
LISTS = (
    "/admin/api_keys?limit=1",
    "/admin/audit?limit=1",
    "/admin/approvals?limit=1",
    "/admin/audit?actor=key_TEST&limit=1",
    "/admin/audit?action=product.create",
    "/admin/staff?limit=1",
    "/admin/jobs?limit=1",
    "/admin/shipping_options?limit=1",
    "/admin/orders?status=placed&limit=1",
    "/admin/orders?is_to_ship=true&sort=created_at",
    "/admin/orders?email=jane@example.com",
    "/admin/products?status=active&limit=1",
    "/admin/products?status=active&sort=title",
    "/admin/products?sort=title",
    "/admin/inventory/levels?location_id={location_id}",
    "/admin/inventory/levels?variant_id={variant_id}",
    "/admin/inventory/movements?location_id={location_id}",
    "/admin/inventory/movements?variant_id={variant_id}&limit=1",
    "/admin/orders?customer_id={customer_id}",
    "/admin/customers?limit=1",
    "/admin/customers?name=jane",
    "/admin/customer_groups?limit=1",
    "/admin/companies?limit=1",
    "/admin/carts_to_approve?company_id={company_id}",
    "/admin/tickets?limit=1",
    "/admin/tickets?status=open&limit=1",
    "/admin/tickets?assignee_id={key_id}",
    "/admin/tickets?order_id={order_id}",
    "/admin/tickets?email=jane@example.com",
    "/admin/ticket_macros?limit=1",
    "/admin/erasures?limit=1",
    "/admin/mails?order_id={order_id}&limit=1",
    "/admin/reports/sales?from=2026-11-22&to=2026-11-24&group_by=product",
    *(f"/admin/system/events?object={beginning}1" for beginning in SAYING),
)


def calls_of_a_tour(patch: pytest.MonkeyPatch) -> Calls:
    """The calls that each Lambda makes on the way."""
    recorder = Recorder()
    for module in (in_process, gateway):
        _watch(patch, module, recorder)
    weather = Weather(patch)
    with recording(patch, recorder), cast() as people:
        _every_route(people)
        tour = Tour(people, weather)
        tour.orders()
        tour.catalog()
        tour.mails()
        tour.days()
        tour.jobs()
        tour.tickets()
        tour.texts_that_are_wanted()
        tour.letters_that_are_wanted()
        tour.mail_that_comes_in()
        tour.approvals()
        tour.customers()
        tour.companies()
        tour.forgotten()
        tour.streams()
        tour.lists()
        tour.later()
        people.scene.shop.run("access.issue_key", {"name": "another", "scopes": "all"})
        people.scene.shop.run("access.invite_owner", {"email": "olga@example.com", "name": "Olga"})
    return recorder.calls


def _watch(patch: pytest.MonkeyPatch, module: Any, recorder: Recorder) -> None:
    find: Callable[[str], Any] = module._handler

    def watched(name: str) -> Callable[[Any, Any], Any]:
        secret.forget()  # as in a process of its own, which reads its secrets itself
        return recorder.watched(name, find(name))

    patch.setattr(module, "_handler", watched)


def _every_route(people: Cast) -> None:
    for door in doors():
        for name in MAY_PASS:
            if knock := CALLERS[name](people, door):
                answer_to(people, door, knock)


class Tour:
    """The shop's days, in which what can happen does."""

    def __init__(self, people: Cast, weather: Weather) -> None:
        self.people, self.weather = people, weather
        self.shop: InProcessShop = people.scene.shop
        self.ids = people.scene.ids
        self.told = {name: len(_stream(name)) for name in TABLES}  # before, by shops that were put back as they were

    def orders(self) -> None:
        """Shipped and given back in part, canceled before and after it was paid, never paid, paid too late."""
        shop = self.shop
        shipped, canceled, called_off = self._order(pays=True), self._order(pays=True), self._order()
        number = self._ship(shipped)
        shop.pump()
        self._carrier(event_id="evt-7", tracking_number=number, status="delivered")
        self._carrier(event_id="evt-8", tracking_number="nobody-s")
        self._staff("POST", "/admin/refunds", {"order_id": shipped["id"], "items": _one_of(shipped)})
        for order in (canceled, called_off):
            self._staff("POST", f"/admin/orders/{order['id']}/cancel", {"reason": "customer"})
        shop.pump()
        self._order()
        late = self._completed()
        shop.pay(late)  # and Stripe's news is on its way
        self._staff("POST", "/admin/refunds", {"order_id": shipped["id"], "shipping_amount": 1, "amount": 1})
        shop.clock.advance(minutes=31)
        shop.run("orders.expire_unpaid")
        shop.run("payments.resume_payments")
        shop.pump(times=2)

    def catalog(self) -> None:
        """Prices change, and a second shipping option is made."""
        change = {
            "title": "Hat",
            "variants": [{"id": self.ids["variant_id"], "prices": [{"currency": "USD", "amount": 5}]}],
        }
        self.shop.run("search.build_index", {"whole": True})
        self._staff("PATCH", f"/admin/products/{self.ids['product_id']}", change)
        self.shop.pump()
        self.shop.run("search.build_index")
        self.shop.clock.advance(seconds=10)
        self.shop.call("GET", "/store/search?limit=1")
        self.shop.a_shipping_option()
        self._picture()
        self._half_a_product()

    def _picture(self) -> None:
        """A picture is shown, taken off, and its files go; another one's file cannot be shown."""
        shirt, draft = self.ids["product_id"], self._staff("POST", "/admin/products", {"title": "Draft"})["id"]
        for product_id, each in ((shirt, a_picture()), (shirt, a_picture()[:300]), (draft, a_picture(40, 40))):
            path = f"/admin/products/{product_id}/media"
            asked = {"size_bytes": len(each), "content_type": "image/jpeg", "sha256": sha256(each).hexdigest()}
            upload_id = self._staff("POST", "/admin/media/uploads", asked)["id"]
            service("s3").put_object(Bucket=ENVIRONMENT["REPORTS_BUCKET"], Key=f"uploads/{upload_id}", Body=each)
            media = self._staff("POST", path, {"upload_id": upload_id})["media"]
            self.shop.pump()
            self._staff("DELETE", f"{path}/{media[0]['id']}")
        self.shop.run("catalog.sweep_media", {"time": clock.stamp(self.shop.clock.now + timedelta(days=31))})

    def _half_a_product(self) -> None:
        """Writers of larger products die in the middle of it, before and after it is seen."""
        sizes = ("One", "Two")
        options = [{"name": "Size", "values": list(sizes)}]
        variants = [{"sku": f"SCARF-{each}", "options": {"Size": each}} for each in sizes]
        scarf = {"title": "Scarf", "options": options, "variants": variants}
        half_written(lambda: self._staff("POST", "/admin/products", scarf))
        self._sweep_changes()
        made = self._staff("POST", "/admin/products", scarf)
        one, two = (each["id"] for each in made["variants"])
        path, price = f"/admin/products/{made['id']}", {"prices": [{"currency": "USD", "amount": 1}]}
        traded = [{"id": one, "sku": "SCARF-Two", **price}, {"id": two, "sku": "SCARF-One", **price}]
        renamed = [{"id": one, "sku": "SCARF-1", **price}, {"id": two, "sku": "SCARF-2", **price}]
        half_settled(lambda: self._staff("PATCH", path, {"variants": traded}))
        self._sweep_changes()
        for dies in (half_written, half_settled):
            dies(lambda: self._staff("PATCH", path, {"variants": renamed}))
            self._sweep_changes()

    def _sweep_changes(self) -> None:
        later = {"time": clock.stamp(self.shop.clock.now + timedelta(hours=1))}
        self.shop.run("catalog.sweep_changes", later)

    def mails(self) -> None:
        """The mail service is away; what it did not take is sent later. What is told is that a shelf runs low."""
        path = f"/admin/inventory/levels/{self.ids['variant_id']}/{self.ids['location_id']}"
        self._staff("PATCH", path, {"reorder_point": 1_000})
        self.weather.is_mail_away = True
        self.shop.run("inventory.watch_levels", {"Records": self._records("inventory")})
        self._ship(self._order(pays=True))
        self.shop.pump()
        self.weather.is_mail_away = False
        self.shop.clock.advance(minutes=6)
        self.shop.run("notifications.resend_mail")

    def days(self) -> None:
        """A day is closed, then told of more, and looked at again."""
        run = self.shop.run
        run("reports.count_sales", a_message(a_refund("order_unheard"), self.shop.clock.now))
        self.shop.clock.advance(days=1)
        run("reports.daily_sales")
        run("reports.count_sales", a_message(a_sale("order_unheard"), self.shop.clock.now))
        self.shop.clock.advance(days=1)
        run("reports.daily_sales")

    def jobs(self) -> None:
        """Orders of a status and of a time are exported, the log by every list; every table is migrated; one job ended
        without a word."""
        export, log, book = "/admin/orders/export", "/admin/audit/export", ("/admin/customers/export", dict[str, str]())
        logs = [(log, which) for which in ({}, {"actor": "key_TEST"}, {"action": "product.create"})]
        tables = [("/admin/migrations", {"table": name, "segments": 1}) for name in MIGRATED]
        orders = [(export, which) for which in ({}, {"status": "placed", "created_at_gte": "2026-11-01"})]
        for path, body in (*orders, *logs, book, *tables):
            _, job, _ = self.shop.admin("POST", path, body)
            self.shop.pump()
            self.shop.go_through(job["id"])
            self._staff("GET", f"/admin/jobs/{job['id']}")
        self._import()
        self._many()
        self.shop.clock.advance(minutes=21)
        self.shop.run("jobs.look_after_jobs")

    def _many(self) -> None:
        """Orders are shipped, and others canceled, all together, by somebody who may do so to the end."""
        ids = [{"order_id": self._order(pays=True)["id"]} for _ in range(4)]
        office = Office(self.shop)
        shipped = {"location_id": self.ids["location_id"], "orders": ids[:2]}
        for what, body in (("ship", shipped), ("cancel", {"orders": ids[2:]})):
            _, job, _ = office.ann.ask("POST", f"/admin/orders/{what}", body)
            self.shop.pump()
            self.shop.go_through(job["id"])
            self._staff("GET", f"/admin/jobs/{job['id']}")

    def _import(self) -> None:
        """Two customers are imported, and one of them signs in."""
        columns = (
            "email,last_name,address1,city,province,postal_code,country,accepts_marketing,consented_at,consent_source"
        )
        told = "Roe,1 Main St,Oakland,CA,94607,US,true,2025-05-01,the old shop"
        upload_id = self._staff("POST", "/admin/customers/uploads", {"size_bytes": 300})["id"]
        text = f"{columns}\nroe@example.com,{told}\npoe@example.com,{told}"
        service("s3").put_object(Bucket=ENVIRONMENT["REPORTS_BUCKET"], Key=f"uploads/{upload_id}", Body=text.encode())
        for mode in ("skip", "update"):
            body = {"upload_id": upload_id, "on_existing": mode}
            job = self._staff("POST", "/admin/customers/import", body)
            self.shop.pump()
            self.shop.go_through(job["id"])
            self.shop.sign_in(self.shop.pool.sign_up("roe@example.com"))
        self.shop.run("privacy.erase_people")

    def approvals(self) -> None:
        """Whatever may wait for a second person does, and they say yes."""
        with asking_a_second_person():
            office, shop = Office(self.shop), self.shop
            _, somebody, _ = shop.call("GET", "/store/me", **shop.sign_in(shop.pool.sign_up("gone@example.com")))
            for method, path, body in (
                ("POST", "/admin/refunds", {"order_id": office.paid(), "amount": 2000}),
                ("POST", f"/admin/orders/{office.paid()}/cancel", {}),
                ("POST", "/admin/api_keys", {"name": "till", "scopes": ["payments:write"]}),
                ("POST", "/admin/staff", {"email": "gus@example.com", "name": "Gus", "roles": ["support"]}),
                ("POST", "/admin/erasures", {"customer_id": somebody["id"]}),
            ):
                status, waiting, _ = office.ann.ask(method, path, body)
                assert status == 202, waiting
                assert office.bob.ask("POST", f"/admin/approvals/{waiting['id']}/approve")[0] == 200
            refund = {"order_id": office.paid(), "amount": 2000}
            assert office.ann.ask("POST", "/admin/refunds", refund)[0] == 202  # and nobody says anything
            in_days = (shop.clock.now + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M:%SZ")
            shop.run("approvals.expire_approvals", {"time": in_days})
            shop.pump()

    def customers(self) -> None:
        """One signs in for the first time, buys twice, and looks at what they bought."""
        shop = self.shop
        session = shop.sign_in(shop.pool.sign_up("new@example.com"))
        for _ in range(2):
            shop.complete(shop.a_cart(self.ids["variant_id"], self.ids["option_id"], 1, **session))
        status, _, _ = shop.call("GET", "/store/me/orders?limit=1", **session)
        assert status == 200

    def companies(self) -> None:
        """Somebody buys for one of two, and says how much a colleague may order; then they ask to be forgotten."""
        shop = self.shop
        session = shop.sign_in(shop.pool.sign_up("ada@example.com"))
        me = shop.call("GET", "/store/me", **session)[1]["id"]
        made = [shop.admin("POST", "/admin/companies", {"name": name})[1]["id"] for name in ("Ada Ltd", "Bob Ltd")]
        colleague = self.ids["customer_id"]
        for member, role in ((me, "admin"), (colleague, "buyer")):
            shop.admin("DELETE", f"/admin/companies/{self.ids['company_id']}/members/{member}")
            path = f"/admin/companies/{made[0]}/members/{member}"
            assert shop.admin("PUT", path, {"role": role})[0] == 200
        limits = {"order_limits": {"USD": 5_000}}
        version = shop.call("GET", "/store/me/company", **session)[1]["version"]
        path = f"/store/me/company/members/{colleague}"
        assert shop.call("PATCH", path, limits, **session, If_Match=f'"{version}"')[0] == 200
        assert shop.call("POST", "/store/me/erasure", {}, **session, Idempotency_Key="forget-ada")[0] == 202
        shop.pump()

    def streams(self) -> None:
        """All that was said, as the tables' streams tell it; then the sweep."""
        self.shop.clock.advance(minutes=2)
        for name in TABLES:
            self.shop.run(f"{name}.publish_events", {"Records": self._records(name)})
            self.shop.run(f"{name}.publish_events")

    def lists(self) -> None:
        """The lists that need a filter to be asked, after all that has happened."""
        for path in LISTS:
            self._staff("GET", path.format(**self.ids))
        self.shop.call("GET", "/store/products?sort=title")
        status, _, _ = self.shop.call("GET", "/store/products?limit=1")
        assert status == 200

    def tickets(self) -> None:
        """One is answered at the helpdesk, and solved."""
        self.shop.pump()
        (twin,) = [
            each
            for each in self.shop.helpdesk.control("state")["tickets"]
            if each["external_id"] == self.ids["ticket_id"]
        ]
        self.shop.helpdesk.control("answer", {"ticket": twin["id"], "body": "Send it back.", "status": "pending"})
        self.shop.pump()
        self._staff("PATCH", f"/admin/tickets/{self.ids['ticket_id']}", {"status": "solved"})

    def texts_that_are_wanted(self) -> None:
        """A customer agrees to text messages: by the code of one."""
        agrees_by_text(self.shop, self.shop.sign_in(self.shop.pool.sign_up("tex@example.com")), "reviews")

    def letters_that_are_wanted(self) -> None:
        """A customer agrees to be asked what they think, by letter; an order of theirs arrives; they are asked."""
        shop, days = self.shop, REVIEW_AFTER.days
        session = shop.sign_in(shop.pool.sign_up("zoe@example.com"))
        said = {"is_granted": True, "text": "Yes, ask me."}
        assert shop.call("PUT", "/store/me/consents/email/reviews", said, **session)[0] == 200
        shop.pump()
        customer_id = shop.call("GET", "/store/me", **session)[1]["id"]
        [record] = shop.admin("GET", f"/admin/customers/{customer_id}/consents")[1]["data"]
        token = customers.confirm_token(customer_id, record["id"], shop.clock.now)
        assert shop.call("POST", "/store/consents/confirm", {"token": token})[0] == 200
        done = shop.complete(shop.a_cart(self.ids["variant_id"], self.ids["option_id"], 1, **session))[1]
        shop.pay(done)
        shop.pump()
        parcel = {"location_id": self.ids["location_id"], "items": _one_of(done["order"])}
        status, shipped, _ = shop.admin("POST", f"/admin/orders/{done['order']['id']}/fulfillments", parcel)
        assert status == 201, shipped
        self._staff("POST", f"/admin/fulfillments/{shipped['id']}/deliver", {})
        shop.pump()
        shop.clock.advance(days=days)
        shop.run("notifications.resend_mail")

    def mail_that_comes_in(self) -> None:
        """It opens a ticket, is answered, and answers; one is told of twice."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("INBOUND_ADDRESS", HELP)
            read_settings.cache_clear()
            inbox.make_bucket()
            raw = inbox.a_mail("plain")
            self.shop.run("support.take_mail", inbox.told_of(inbox.put(raw, "tour-1")))
            self.shop.pump()
            ticket = self.shop.admin("GET", "/admin/tickets?email=jane@example.org")[1]["data"][0]["id"]
            reply = raw.replace(HELP.encode(), reply_address(ticket, HELP).encode())
            for _ in range(2):
                self.shop.run("support.take_mail", inbox.told_of(inbox.put(reply, "tour-2")))
        read_settings.cache_clear()

    def forgotten(self) -> None:
        """All who asked for it by now, one of them with an order and a ticket."""
        cart = self.shop.a_cart(self.ids["variant_id"], self.ids["option_id"])
        email, path = {"email": "guest@example.com"}, f"/store/carts/{cart['id']}/email"
        assert self.shop.call("PUT", path, email, Cart_Token=cart["token"])[0] == 200
        order = self.shop.complete(cart)[1]["order"]
        self._staff("POST", f"/admin/orders/{order['id']}/cancel", {"reason": "customer"})
        question = {**email, "subject": "A hole", "body": "It came like that."}
        assert self.shop.call("POST", "/store/tickets", question)[0] == 201
        session = self.shop.sign_in(self.shop.pool.sign_up(email["email"]))
        assert self.shop.call("GET", "/store/me/export", **session)[0] == 200
        self._staff("GET", f"/admin/personal_data?order_id={order['id']}")
        self._staff("POST", "/admin/erasures", {"order_id": order["id"]})
        for _ in range(3):
            self.shop.run("privacy.erase_people")
        self.shop.pump()

    def later(self) -> None:
        """Nobody writes to the ticket any more."""
        self.shop.clock.advance(days=15)
        self.shop.run("support.close_solved")

    def _completed(self) -> Any:
        status, completed, _ = self.shop.complete(self.shop.a_cart(self.ids["variant_id"], self.ids["option_id"]))
        assert status == 201, completed
        return completed

    def _order(self, *, pays: bool = False) -> Any:
        completed = self._completed()
        if pays:
            self.shop.pay(completed)
        self.shop.pump()
        return completed["order"]

    def _ship(self, order: Any) -> str:
        """Ship one; gives the parcel's number."""
        number = str(order["id"])[-12:]
        tracking = {"company": "ups", "number": number}
        parcel = {"location_id": self.ids["location_id"], "items": _one_of(order), "tracking": tracking}
        self._staff("POST", f"/admin/orders/{order['id']}/fulfillments", parcel)
        return number

    def _carrier(self, **news: str) -> None:
        raw = json.dumps({**PARCEL, **news}).encode()
        headers = {CARRIER.header: CARRIER.signed(raw, self.shop.clock.now)}
        answer = self.people.gateway.knock("POST", "/webhooks/carriers/ups", raw, headers, {})
        assert answer.status == 200, answer

    def _staff(self, method: str, path: str, body: Any = None) -> Any:
        status, answer, _ = self.shop.admin(method, path, body)
        assert status < 300, answer
        return answer

    def _records(self, table: str) -> list[dict[str, Any]]:
        return [record.as_event() for record in _stream(table)[self.told[table] :]]


def _one_of(order: Any) -> list[dict[str, Any]]:
    return [{"line_item_id": order["items"][0]["id"], "quantity": 1}]


def _stream(table: str) -> list[StreamRecord]:
    """What the table's stream has told so far."""
    return [record for record in database.here().told if record.table == table]
