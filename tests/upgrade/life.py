"""A shop's two days, in which everything happens that leaves something behind; the second ends in the middle of it all.

What clients, staff and senders hold at that moment stands in `held`; messages that nobody has heard yet in `messages`.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from unittest.mock import patch

from stripe import StripeClient

from functions import support
from functions.fulfillment.lifecycle import TrackingStatus
from functions.inventory.table import SPEC as INVENTORY
from functions.inventory.table import is_level
from functions.orders import confirm_token
from functions.payments.stripe_event import TYPES
from shared import clock, outbox
from shared.aws import client
from shared.dynamo import Item
from shared.dynamo.values import from_wire
from shared.files import put_file
from tests.approvals.builders import waiting
from tests.catalog.half_written import half_written
from tests.in_process import ADDRESS, ALL_SCOPES, InProcessShop, answer_to, request_event
from tests.world import ENVIRONMENT, sign_as_carrier

ROUNDS = 20
CARRIER = "ups"
SHOPPER = "jane@example.com"
Hold = Callable[[Item], bool]


def nothing(_: Item) -> bool:
    return False


def of(event_type: str, order: Any = None) -> Hold:
    """The event of this type, of this order or of any."""
    return lambda row: row["type"] == event_type and (order is None or row["data"]["order_id"] == order["id"])


def any_of(*event_types: str) -> Hold:
    """Any event of these types."""
    return lambda row: row["type"] in event_types


def levels() -> dict[str, Any]:
    """All levels as they are stored, by variant and location."""
    items = client("dynamodb").scan(TableName=INVENTORY.physical_name)["Items"]
    return {f"{item['pk']['S']} {item['sk']['S']}": item for item in items if is_level(from_wire(item))}


def _intent(payment: Any) -> str:
    """The id of a payment's PaymentIntent."""
    return str(payment["client_secret"]).partition("_secret_")[0]


def _away(**_: Any) -> None:
    raise ConnectionError("the mail service does not answer")


class Life:
    """Lives it: `Life(shop).live()`."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.held: dict[str, Any] = {"answered": {}, "carts": {}, "orders": {}, "lists": {}, "seen": []}
        self.messages: list[dict[str, Any]] = []
        self.reports: list[dict[str, str]] = []  # of carriers, on their way
        self.webhooks: list[dict[str, Any]] = []  # of Stripe's, on their way
        self._keys = iter(range(1, 10_000))
        self._levels = levels()
        self.busy: Any = None  # the order of eight shirts, shipped and given back in parts
        self.canceled: Any = None

    def live(self) -> None:
        """Both days. Afterwards the shop stands still, in the middle of everything."""
        self._open()
        self._first_day()
        self._night()
        self._second_day()
        self._last_minutes()

    # what people do

    def ask(self, method: str, path: str, body: Any = None, *, name: str = "", **headers: str) -> Any:
        """A shopper's request. name: under which request and answer are held, to be sent once more."""
        return self._ask(name, method, path, body, headers, {})

    def staff(self, method: str, path: str, body: Any = None, *, name: str = "") -> Any:
        """A request of staff's."""
        headers = {} if method == "GET" else {"Idempotency_Key": self._key()}
        return self._ask(name, method, path, body, headers, {"scopes": ALL_SCOPES, "key_id": self.held["staff"]})

    def _ask(self, name: str, method: str, path: str, body: Any, headers: dict[str, str], more: Any) -> Any:
        raw = None if body is None else json.dumps(body)
        request = {"method": method, "path": path, "raw": raw, "headers": headers, **more}
        status, text, _ = answer_to(request_event(**request))
        assert status < 300, text
        if name:
            self.held["answered"][name] = {"request": request, "status": status, "text": text}
        return json.loads(text or "null")

    def _key(self) -> str:
        return f"{next(self._keys):032x}"

    def _once(self) -> dict[str, str]:
        """As the SDK makes each call's key, but without chance."""
        return {"idempotency_key": self._key()}

    def cart(self, variant: str, quantity: int = 1, option: str = "standard") -> Any:
        """A cart that is ready to be completed."""
        body = {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": self.held["variants"][variant], "quantity": quantity}],
            "email": SHOPPER,
            "shipping_address": ADDRESS,
            "shipping_option": {"id": self.held["options"][option]},
        }
        return self.ask("POST", "/store/carts", body)

    def order(self, variant: str = "shirt", quantity: int = 2, *, name: str = "", option: str = "standard") -> Any:
        """A completed cart: the order, with its token and what is to be paid."""
        cart = self.cart(variant, quantity, option)
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
        headers = {"Cart_Token": cart["token"], "Idempotency_Key": self._key()}
        completed = self.ask("POST", f"/store/carts/{cart['id']}/complete", body, name=name, **headers)
        held = {"token": completed["order_token"], "payment": completed["payment"]}
        order: dict[str, Any] = completed["order"] | held
        return order

    def placed(self, *, card: str = "pm_card_visa", **how: Any) -> Any:
        """An order that is paid and placed."""
        order = self.order(**how)
        self.pay(order, card)
        self.carry()
        return order

    def pay(self, order: Any, card: str = "pm_card_visa") -> None:
        self.shop.pay(order, card)

    def ship(self, order: Any, number: str | None, quantity: int = 1, *, name: str = "") -> Any:
        """Ship some of it."""
        body = {
            "location_id": self.held["location"],
            "items": [{"line_item_id": order["items"][0]["id"], "quantity": quantity}],
            **({"tracking": {"company": CARRIER, "number": number}} if number else {}),
        }
        return self.staff("POST", f"/admin/orders/{order['id']}/fulfillments", body, name=name)

    def refund(self, order: Any, amount: int, *, name: str = "") -> Any:
        return self.staff("POST", "/admin/refunds", {"order_id": order["id"], "amount": amount}, name=name)

    def cancel(self, order: Any) -> Any:
        return self.staff("POST", f"/admin/orders/{order['id']}/cancel", {"reason": "customer"})

    def carrier(self, number: str, status: str, *, arrives: bool = True) -> None:
        """A carrier reports; what does not arrive is still on its way."""
        told = {"event_id": f"evt-{self._key()[-4:]}", "tracking_number": number, "status": status}
        raw = json.dumps({**told, "occurred_at": self.shop.clock.now.isoformat()})
        if not arrives:
            self.reports.append({"carrier": CARRIER, "raw": raw})
            return
        signature = sign_as_carrier(raw.encode(), self.shop.clock.now, CARRIER)
        status_code, answer, _ = self.shop.call(
            "POST", f"/webhooks/carriers/{CARRIER}", raw, Carrier_Signature=signature
        )
        assert status_code == 200, answer

    @property
    def stripe(self) -> Any:
        """Stripe as its dashboard sees it."""
        return StripeClient("sk_test_123", base_addresses={"api": self.shop.double.url}).v1

    # what carries it on

    def carry(self, hold: Hold = nothing, *, webhooks: bool = True) -> None:
        """Carry all that was said to who hears it, but for what is to be held: it stays under way."""
        for _ in range(ROUNDS):
            if webhooks:
                self.shop.stripe_calls_back()
            self._follow_levels()
            rows = list(self.shop.unsent())
            if not rows:
                return
            for table, row in rows:
                outbox.publish(table, [row])
                if hold(row):
                    self.messages.append(outbox.envelope(row))
                else:
                    self.shop.deliver(outbox.envelope(row))
        raise AssertionError("the shop does not come to rest")

    def _follow_levels(self) -> None:
        """As the table's stream tells of levels."""
        before, self._levels = self._levels, levels()
        records = [
            {
                "Keys": {name: now[name] for name in ("pk", "sk")},
                "NewImage": now,
                **({"OldImage": before[key]} if key in before else {}),
            }
            for key, now in self._levels.items()
            if now != before.get(key)
        ]
        if records:
            self.shop.run("inventory.watch_levels", {"Records": [{"dynamodb": record} for record in records]})

    # the days

    def _open(self) -> None:
        held = self.held
        held["staff"] = self.shop.run("access.issue_key", {"name": "staff", "scopes": "all"})["id"]
        held["location"] = self.staff("POST", "/admin/locations", {"name": "Oakland", "country": "US"})["id"]
        self.staff("POST", "/admin/locations", {"name": "Reno", "country": "US", "priority": 1})
        option = {"title": "Standard", "kind": "flat", "countries": ["US"], "amounts": {"USD": 644}}
        free = {"title": "Letter", "kind": "flat", "countries": ["US"], "amounts": {"USD": 0}}
        options = [self.staff("POST", "/admin/shipping_options", each) for each in (option, free)]
        held["options"] = {"standard": options[0]["id"], "letter": options[1]["id"]}
        shirt = self._product("Shirt", {"S": 2499, "M": 2499}, collections=["summer"], name="product")
        held["product"] = shirt["id"]
        small, medium = (each["id"] for each in shirt["variants"])
        [hat] = self._product("Hat", {"One": 1999})["variants"]
        [sample] = self._product("Sample", {"One": 0})["variants"]
        held["variants"] = {"shirt": small, "medium": medium, "hat": hat["id"], "sample": sample["id"]}
        self._receive({"shirt": 120, "medium": 9, "hat": 8, "sample": 5})
        prices = [{"currency": "USD", "amount": 2299}]
        self.staff("PATCH", f"/admin/products/{shirt['id']}", {"variants": [{"id": medium, "prices": prices}]})
        self._pictures(shirt["id"])
        half_written(lambda: self._product("Scarf", {"One": 999, "Two": 999}))
        held["api_key"] = self.staff("POST", "/admin/api_keys", {"name": "ERP", "scopes": ["orders:read"]})["token"]
        self.authorized(held["api_key"])
        self.shop.run("access.invite_owner", {"email": "olga@example.com", "name": "Olga"})
        role = self.staff("POST", "/admin/roles", {"name": "Packing", "scopes": ["fulfillment:write"]})
        packer = {"email": "fay@example.com", "name": "Fay", "roles": ["support", role["id"]]}
        held["member"] = self.staff("POST", "/admin/staff", packer)["id"]
        self.carry()

    def _pictures(self, product_id: str) -> None:
        """One that is shown, and one that nobody has looked at yet; what was sent is gone, as it is after a day."""
        content = b"GIF89a\1\0\1\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
        asked = {"size_bytes": len(content), "content_type": "image/gif", "sha256": sha256(content).hexdigest()}
        for is_looked_at in (True, False):
            upload = self.staff("POST", "/admin/media/uploads", asked)
            put_file(f"uploads/{upload['id']}", content, "image/gif")
            media = {"upload_id": upload["id"], "alt": "A shirt."}
            self.staff("POST", f"/admin/products/{product_id}/media", media)
            self.carry(*([] if is_looked_at else [of("media.added")]))
            client("s3").delete_object(Bucket=ENVIRONMENT["REPORTS_BUCKET"], Key=f"uploads/{upload['id']}")

    def authorized(self, token: str) -> Any:
        """What the authorizer says of a key."""
        shown = f"Bearer {token}"
        event = {"version": "2.0", "type": "REQUEST", "identitySource": [shown], "rawPath": "/admin/orders"}
        return self.shop.run("access.authorizer", {**event, "headers": {"authorization": shown}})

    def _product(self, title: str, prices: dict[str, int], *, name: str = "", **more: Any) -> Any:
        sizes = list(prices)
        variants = [
            {
                "sku": f"{title.upper()}-{size.upper()}",
                "options": {"Size": size},
                "prices": [{"currency": "USD", "amount": amount}],
                "weight_g": 180,
            }
            for size, amount in prices.items()
        ]
        options = [{"name": "Size", "values": sizes}]
        body = {"title": title, "status": "active", "options": options, "variants": variants, **more}
        return self.staff("POST", "/admin/products", body, name=name)

    def _receive(self, units: dict[str, int]) -> None:
        place = self.held["location"]
        items = [
            {"variant_id": self.held["variants"][name], "location_id": place, "quantity": quantity}
            for name, quantity in units.items()
        ]
        self.staff("POST", "/admin/inventory/receipts", {"items": items, "reference": "PO-1"})
        self.held["received"] = items

    def _level(self, variant: str, **changes: int) -> None:
        self.staff(
            "PATCH", f"/admin/inventory/levels/{self.held['variants'][variant]}/{self.held['location']}", changes
        )

    def _adjust(self, variant: str, delta: int, reason: str) -> None:
        where = {"variant_id": self.held["variants"][variant], "location_id": self.held["location"]}
        self.staff("POST", "/admin/inventory/adjustments", {"items": [{**where, "delta": delta, "reason": reason}]})

    def _first_day(self) -> None:
        self.busy = self.placed(quantity=8, name="completed")
        self.canceled = self.placed(quantity=1)
        self.staff("POST", f"/admin/orders/{self.canceled['id']}/notes", {"note": "She called: it is a gift."})
        mails = self.staff("GET", f"/admin/mails?order_id={self.canceled['id']}")["data"]
        self.staff("POST", f"/admin/mails/{mails[-1]['id']}/resend")
        self.ship(self.busy, "1Z01", name="shipped")
        self.carrier("1Z01", "in_transit")
        self.carrier("1Z01", "delivered")
        self.carry()
        parcel = self.ship(self.busy, None)
        self.staff("POST", f"/admin/fulfillments/{parcel['id']}/deliver")
        self.carrier("9X99", "in_transit")  # of nobody's parcel
        self.carry()
        self._level("hat", reorder_point=9)
        self.carry()
        self._adjust("hat", +4, "found")
        self.carry()

    def _bank_refuses(self, refund: Any) -> None:
        [at_stripe] = [
            each["id"]
            for each in self.shop.double.control("state")["refunds"].values()
            if each["metadata"]["refund_id"] == refund["id"]
        ]
        self.shop.double.control(f"refunds/{at_stripe}/settle", {"outcome": "fail"})

    def _night(self) -> None:
        """The day is closed, and hears of a sale too late."""
        late = self.order()
        self.pay(late)
        self.carry(of("order.placed", late))
        heard_late = self.messages[-1]  # and once more when the shop has been upgraded
        self.shop.clock.now = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)
        self.shop.run("reports.daily_sales")
        with patch("functions.search.build_index._index_of", lambda _: b"no two indexes have the same bytes"):
            self.shop.run("search.build_index")
        self.carry()
        self.shop.deliver(heard_late)
        self.hold("to_ship", late)

    def _second_day(self) -> None:
        """Whatever an event tells somebody, one tells it that is still under way."""
        self.shop.clock.now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
        given_up, expired = self.order(quantity=1), self.order(quantity=1)
        self.pay(given_up, "pm_card_visa_chargeDeclined")
        self.carry()
        self.shop.clock.advance(minutes=31)
        self.shop.run("orders.expire_unpaid")
        self.carry(lambda row: of("payment.voided", given_up)(row) or of("payment.void_requested", expired)(row))
        self.cancel(self.canceled)
        self.carry(of("order.canceled"))
        for number, status, event in (
            ("1Z11", "delivered", "fulfillment.delivered"),
            ("1Z12", "return_to_sender", "fulfillment.returned"),
        ):
            self.ship(self.busy, number)
            self.carry()
            self.carrier(number, status)
            self.carry(of(event))
        refused = self.refund(self.busy, 200, name="refunded")
        self.carry()
        self._bank_refuses(refused)
        self.carry(of("refund.failed"))
        self.refund(self.busy, 300)
        self.carry(of("refund.succeeded"))
        self.refund(self.busy, 400)
        self.carry(of("refund.requested"))
        self._level("shirt", reorder_point=500)
        self.carry(of("inventory.level_low"))
        self._level("hat", reorder_point=500)
        self.carry()
        self._level("hat", reorder_point=0)
        self.carry(of("inventory.level_restored"))
        self._adjust("hat", -1, "count")
        self.carry(of("inventory.adjusted"))
        self.staff("PATCH", f"/admin/products/{self.held['product']}", {"tags": ["cotton"]})
        self.carry(of("product.updated"))

    def _last_minutes(self) -> None:
        self.shop.clock.now = datetime(2026, 11, 23, 9, 50, tzinfo=UTC)
        self._open_carts()
        self._customers()
        self._forgotten()
        self._merged()
        self._waiting_orders()
        self._parcels_on_their_way()
        self._jobs()
        self._tickets()
        self._approvals()
        self._started_claim()
        self._news_from_stripe()
        self._unsent()
        self._lists()

    def hold(self, name: str, order: Any) -> None:
        """What the order's shopper holds."""
        self.held["orders"][name] = {each: order[each] for each in ("id", "token", "payment")}

    def _customers(self) -> None:
        """One who has signed out and in again, with a cart and an order; one whose cart of before is merged."""
        sub = self.shop.pool.sign_up(SHOPPER)
        self.held["account"] = sub
        session = self._session(sub)
        self.ask("DELETE", "/store/sessions/current", **session)
        session = self._session(sub)
        self.held["session"] = session["Session_Token"]
        self.ask("PATCH", "/store/me", {"first_name": "Jane", "locale": "en"}, **session)
        self.ask("POST", "/store/me/addresses", {"address": ADDRESS}, **session)
        self.ask("POST", "/store/me/wish_list/items", {"variant_id": self.held["variants"]["hat"]}, **session)
        agreed = {"is_granted": True, "text": "Yes, write to me."}
        self.ask("PUT", "/store/me/consents/email/marketing", agreed, **session)
        self.carry(of("consent.requested"))
        group = self.staff("POST", "/admin/customer_groups", {"name": "Trade"})
        known = {"note": "Rings twice.", "tags": ["vip"], "group_ids": [group["id"]]}
        [jane] = self.staff("GET", "/admin/customers?name=jane")["data"]
        self.staff("PATCH", f"/admin/customers/{jane['id']}", known)
        own = self.ask("POST", "/store/carts", {"currency": "USD"}, **session)
        self.held["carts"]["own"] = own
        guest = self.cart("hat")
        self.ask("POST", f"/store/carts/{guest['id']}/merge", Cart_Token=guest["token"], **session)
        self.held["carts"]["merged"] = guest
        self.ask("POST", "/store/me/orders/claim", **session)
        self._companies(jane["id"], session)

    def _companies(self, admin_id: str, admin: dict[str, str]) -> None:
        """One with an admin, and a buyer of whose carts one was declined and one waits; no letter is written yet."""
        vat = {"country": "DE", "number": "DE136695976"}
        company = self.staff("POST", "/admin/companies", {"name": "Doe", "tax_ids": [vat]})
        buyer = self._session(self.shop.pool.sign_up("buyer@example.com"))
        wanted = [{"variant_id": self.held["variants"]["hat"]}]
        carts = [self.ask("POST", "/store/carts", {"currency": "USD", "items": wanted}, **buyer) for _ in range(2)]
        cart = carts[-1]
        members = f"/admin/companies/{company['id']}/members"
        self.staff("PUT", f"{members}/{admin_id}", {"role": "admin"})
        self.staff("PUT", f"{members}/{cart['customer_id']}", {"role": "buyer", "order_limits": {"USD": 1}})
        for each in carts:
            tokens = {"Cart_Token": each["token"], **buyer}
            self.ask("POST", f"/store/carts/{each['id']}/request_approval", **tokens)
        reason = {"reason": "One hat will do."}
        self.ask("POST", f"/store/me/approvals/{carts[0]['id']}/decline", reason, **admin)
        self.carry(any_of("cart.approval_requested", "cart.approval_decided"))

    def _forgotten(self) -> None:
        """One who is forgotten, and one who has only just asked to be."""
        for is_done in (True, False):
            session = self._session(self.shop.pool.sign_up(f"going-{is_done}@example.com".lower()))
            self.ask("POST", "/store/me/erasure", Idempotency_Key=self._key(), **session)
            for _ in range(2 * is_done):
                self.shop.run("privacy.erase_people")
        self.carry(of("person.erased"))

    def _merged(self) -> None:
        """One whose other account is still on its way to them."""
        [jane] = self.staff("GET", "/admin/customers?name=jane")["data"]
        twin = self.ask("GET", "/store/me", **self._session(self.shop.pool.sign_up("jane.old@example.com")))
        self.staff("POST", f"/admin/customers/{jane['id']}/merge", {"from": twin["id"]})

    def _session(self, sub: str) -> dict[str, str]:
        token = self.shop.pool.token(sub)
        return {"Session_Token": self.ask("POST", "/store/sessions", {"access_token": token})["token"]}

    def _open_carts(self) -> None:
        carts = self.held["carts"]
        carts["ready"] = self.cart("shirt")
        carts["begun"] = self.ask("POST", "/store/carts", {"currency": "USD", "country": "US"})

    def _waiting_orders(self) -> None:
        """Pending, for each of the reasons."""
        for name, card, event in (
            ("captured", "pm_card_visa", "payment.captured"),
            ("declined", "pm_card_visa_chargeDeclined", "payment.failed"),
            ("told_by_stripe", "pm_card_visa", "stripe.event_received"),
            ("at_bank", "pm_usBankAccount_processing", ""),
        ):
            order = self.order(quantity=1)
            self.pay(order, card)
            self.carry(of(event))
            self.hold(name, order)
        free = self.order("sample", 1, option="letter")
        self.carry(of("order.pending", free))
        self.hold("free", free)
        self.held["confirm_token"] = confirm_token(free["id"], self.shop.clock.now)

    def _parcels_on_their_way(self) -> None:
        """A letter that is owed, a report that is received and unheard, and one of each kind that is still to come."""
        self.ship(self.busy, "1Z21")
        mail = client("ses").meta.events
        mail.register("before-call.ses.SendEmail", _away)
        self.carry(of("fulfillment.shipped"))
        self.shop.deliver(next(each for each in self.messages if each["type"] == "fulfillment.shipped"))
        mail.unregister("before-call.ses.SendEmail", _away)
        self.ship(self.busy, "1Z22")
        self.carry(of("fulfillment.shipped"))
        self.carrier("1Z21", "in_transit")
        self.carry(of("carrier.event_received"))
        for status in TrackingStatus:
            number = "1Z22" if status is TrackingStatus.RETURN_TO_SENDER else "1Z21"
            self.shop.clock.advance(seconds=1)
            self.carrier(number, status.value, arrives=False)

    def _jobs(self) -> None:
        """Exports: one is done, one has done a part, one was called off, and one nobody has begun."""
        jobs = self.held["jobs"] = {}
        for name in ("done", "begun", "canceled"):
            jobs[name] = self._export("expired" if name == "done" else "placed")
            self.carry()
        self.shop.go_through(jobs["done"])
        first, *_ = self.shop.step(jobs["begun"], "plan")["chunks"]
        self.shop.step(jobs["begun"], "work", chunk=first)
        self.staff("POST", f"/admin/jobs/{jobs['canceled']}/cancel")
        self.carry()
        self._import()
        jobs["queued"] = self._export("canceled")
        self.carry(of("job.queued"))

    def _export(self, status: str) -> str:
        return str(self.staff("POST", "/admin/orders/export", {"format": "jsonl", "status": status})["id"])

    def _import(self) -> None:
        """A file of which a customer was made."""
        text = b"email,last_name\nimported@example.com,Roe"
        upload = self.staff("POST", "/admin/customers/uploads", {"size_bytes": len(text)})
        put_file(f"uploads/{upload['id']}", text, "text/csv")
        job = self.staff("POST", "/admin/customers/import", {"upload_id": upload["id"]})
        self.carry()
        self.shop.go_through(job["id"])

    def _tickets(self) -> None:
        """A question that is answered, and letters about it that are still to be written."""
        question = {"email": SHOPPER, "subject": "A hole in the sleeve", "body": "It came like that."}
        ticket = self.ask("POST", "/store/tickets", question, Idempotency_Key=self._key())
        self.carry(of("ticket.created"))
        macro = self.staff("POST", "/admin/ticket_macros", {"title": "Sent again", "body": "We send it again."})
        here = f"/admin/tickets/{ticket['id']}/messages"
        self.staff("POST", here, {"macro_id": macro["id"]})
        self.carry(any_of("ticket.message_added", "ticket.status_changed"))
        self.staff("POST", here, {"body": "The third one.", "is_internal": True})
        self.carry(of("ticket.note_added"))
        self.held["ticket"] = {each: ticket[each] for each in ("id", "token")}
        self._answered_elsewhere()

    def _answered_elsewhere(self) -> None:
        """A question that is answered at the helpdesk; whose it was is forgotten before anybody has heard of that."""
        question = {"email": "jim@example.com", "subject": "Where is it?", "body": "It is late."}
        ticket = self.ask("POST", "/store/tickets", question, Idempotency_Key=self._key())
        self.carry()
        (twin,) = self.shop.helpdesk.control("state")["tickets"][-1:]
        self.shop.helpdesk.control("answer", {"ticket": twin["id"], "body": "It is on its way."})
        self.shop.helpdesk_calls_back()
        self.carry(of("helpdesk.event_received"))
        support.forget_ticket(ticket["id"], clock.now())
        self.carry(of("ticket.forgotten"))

    def _approvals(self) -> None:
        """A refund that waits for a second person, and one that was declined."""
        asked = [waiting(self.held["member"], self.busy["id"], self.shop.clock.now) for _ in range(2)]
        self.staff("POST", f"/admin/approvals/{asked[0]}/decline")
        self.carry(lambda row: row["type"].startswith("approval."))
        self.held["approval"] = asked[1]

    def _started_claim(self) -> None:
        """Stripe has made the payment, and nobody heard its answer; the shopper will ask again."""
        cart = self.cart("shirt")
        self.shop.double.control("faults", {"call": "payment_intents.create", "fault": "lost_response", "times": 2})
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
        headers = {"Cart_Token": cart["token"], "Idempotency_Key": self._key()}
        request = {"method": "POST", "path": f"/store/carts/{cart['id']}/complete", "raw": json.dumps(body)}
        status, text, _ = answer_to(request_event(**request, headers=headers))
        assert status == 503, text
        self.held["started"] = {**request, "headers": headers}
        self.carry()

    def _news_from_stripe(self) -> None:
        """A webhook of each type that concerns us is on its way."""
        paid, called_off = self.order(quantity=1), self.order(quantity=1)
        self.carry()
        self.pay(paid)
        for card in ("pm_card_visa_chargeDeclined", "pm_card_authenticationRequired", "pm_usBankAccount_processing"):
            self.pay(self.held["orders"]["declined"], card)
        self.stripe.payment_intents.cancel(_intent(called_off["payment"]), {}, self._once())
        in_dashboard = {"payment_intent": _intent(self.busy["payment"]), "amount": 60}
        refused = self.stripe.refunds.create(in_dashboard, self._once())
        self.shop.double.control(f"refunds/{refused['id']}/settle", {"outcome": "fail"})
        self.stripe.payment_intents.create(  # somebody else's, at the same account
            {
                "amount": 700,
                "currency": "usd",
                "capture_method": "manual",
                "confirm": True,
                "payment_method": "pm_card_visa",
                "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            },
            self._once(),
        )
        self.hold("paid_at_stripe", paid)
        events = sorted(self.shop.double.control("state")["events"].values(), key=lambda each: each["created"])
        self.webhooks = [each for each in events[self.shop.webhooks_seen :] if each["type"] in TYPES]

    def _lists(self) -> None:
        """Pages that people look at; and of each list the second one, by its cursor."""
        cart = self.held["carts"]["ready"]
        for path, headers in (
            (f"/store/orders/{self.busy['id']}", {"Order_Token": self.busy["token"]}),
            (f"/store/carts/{cart['id']}", {"Cart_Token": cart["token"]}),
            (f"/store/products/{self.held['product']}", {}),
        ):
            request: dict[str, Any] = {"method": "GET", "path": path, "raw": None, "headers": headers}
            self.held["seen"].append({"request": request, "text": answer_to(request_event(**request))[1]})
        for name, path in {
            "orders": "/admin/orders?limit=2",
            "movements": "/admin/inventory/movements?limit=2",
            "refunds": "/admin/refunds?limit=1",
            "products": "/store/products?limit=1",
        }.items():
            staff = {"scopes": ALL_SCOPES, "key_id": self.held["staff"]} if path.startswith("/admin") else {}
            first = {"method": "GET", "path": path, "raw": None, "headers": {}, **staff}
            second = {**first, "path": f"{path}&cursor={self._data(first)['next_cursor']}"}
            ids = [each["id"] for each in self._data(second)["data"]]
            self.held["lists"][name] = {"request": second, "ids": ids}

    def _data(self, request: Any) -> Any:
        return json.loads(answer_to(request_event(**request))[1])

    def _unsent(self) -> None:
        """Of each domain that says anything, something that nobody has handed over yet."""
        self.staff("PATCH", f"/admin/products/{self.held['product']}", {"title": "Summer shirt"})
        self.hold("unpaid", self.order("medium", 2))
        self._adjust("medium", -8, "lost")
        self.staff("PATCH", f"/admin/tickets/{self.held['ticket']['id']}", {"status": "solved"})
        self.carrier("1Z21", "in_transit")
