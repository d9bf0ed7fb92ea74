"""The script that makes every Lambda run once and answers every route: what each run asks for becomes its row."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from bench.costs.calm import CalmShop
from bench.costs.meter import Run
from bench.costs.order import ADDRESS, PRODUCTS, Goods, Order, open_shop, option, product, receipt
from bench.costs.rest import rest_of_routes
from functions import customers
from functions.jobs.job import Job
from functions.jobs.table import SPEC, job_item
from functions.orders import confirm_token
from infra.domains import DOMAINS
from infra.plan import Publisher, Schedule
from local.zendesk_double.courier import signed
from shared import clock, ids
from shared.dynamo import commit, create
from tests.accounts import PASSWORD
from tests.approvals.builders import waiting
from tests.catalog.media.files import a_picture
from tests.in_process import ALL_SCOPES
from tests.texts import code_of
from tests.world import SECRETS, api_event

PICTURE = {"size_bytes": 64, "content_type": "image/jpeg", "sha256": "ab" * 32}
DAY_S = 86_400.0
HOLD_OVER_S = 31 * 60.0
REPORT = "reports.daily_sales"
INDEX = "search.build_index"
TICKS = [
    f"{domain.name}.{each.name}"
    for domain in DOMAINS
    for each in domain.functions
    if isinstance(each, Publisher | Schedule) and each.name not in ("daily_sales", "build_index")
]

Rows = dict[str, Run]  # by what ran: a route, or `orders.on_payment ← payment.captured`


def all_rows(shop: CalmShop, goods: Goods | None = None, tell: Callable[[str], None] = lambda _: None) -> Rows:
    """Live through the script, then ask what it left out. The first run of its kind counts; other ways have names.

    goods: of a shop that is open already. tell: hears of a route that could not be asked, in a sentence.
    """
    script = Script(shop)
    goods = script.live(goods)
    rest_of_routes(shop, goods, script.rows, tell)
    return dict(sorted(script.rows.items()))


class Script:
    """A shop's day: it opens, sells, ships, gives money back, and writes its report at night."""

    def __init__(self, shop: CalmShop) -> None:
        self.shop = shop
        self.rows: Rows = {}

    def live(self, goods: Goods | None = None) -> Goods:
        """All of it: what the shop has."""
        self.shop.ask("GET", "/store/products")  # so that secrets are at hand, as in a Lambda that has served before
        self.shop.tick(REPORT)  # what was before today is closed
        goods = goods or open_shop(self.shop)
        self.stocked(goods)
        order = self.sold(goods)
        self.looked_after(order)
        self.by_hand(goods)
        self.unlucky(goods)
        self.given_away(goods)
        self.signed_in(goods)
        self.known_to_staff()
        self.bought_for_a_company(goods)
        self.exported()
        self.migrated()
        self.asked()
        self.forgotten()
        self.accessed()
        self.closed()
        return goods

    def note(self, work: Callable[[], Any], way: str = "", of: str = "") -> None:
        """Note the runs that this causes. way: what is special about the first, or about those of a function."""
        for place, run in enumerate(self.shop.runs_of(work)):
            assert run.status is None or run.status < 400, run
            name = run.cause if run.is_request else f"{run.function} ← {run.cause}"
            is_meant = run.function == of if of else place == 0
            self.rows.setdefault(f"{name} · {way}" if way and is_meant else name, run)

    def stocked(self, goods: Goods) -> None:
        """Staff fill the shop and change their mind about this and that."""
        admin = self.shop.admin
        level = f"/admin/inventory/levels/{goods.variants[-1]}/{goods.location}"
        here = f"/admin/products/{goods.products[0]}"
        price = {"variants": [{"id": goods.variants[0], "prices": [{"currency": "USD", "amount": 2599}]}]}
        delivery = [receipt(goods, variant, 1) for variant in goods.variants[:20]]
        made: list[Any] = []
        for work in (
            lambda: admin("POST", "/admin/locations", {"name": "Shop window", "country": "US", "is_active": False}),
            lambda: admin("GET", "/admin/locations"),
            lambda: admin("PATCH", f"/admin/locations/{goods.location}", {"name": "Main warehouse"}),
            lambda: made.append(admin("POST", "/admin/shipping_options", option("Express"))),
            lambda: admin("GET", "/admin/shipping_options"),
            lambda: admin("PATCH", f"/admin/shipping_options/{goods.option}", {"title": "Standard post"}),
            lambda: admin("DELETE", f"/admin/shipping_options/{made[0]['id']}"),
            lambda: made.append(admin("POST", "/admin/products", product(PRODUCTS))),
            lambda: admin("GET", "/admin/products"),
            lambda: admin("GET", here),
            lambda: admin("PATCH", here, price, If_Match='"1"'),
            lambda: admin("DELETE", f"/admin/products/{made[1]['id']}"),
            lambda: made.append(admin("POST", "/admin/media/uploads", PICTURE)),
            lambda: made.append(self._pictured(here, made[2]["id"])),
            lambda: admin("PATCH", f"{here}/media/{made[3]['media'][0]['id']}", {"alt": "A shirt"}),
            lambda: admin("DELETE", f"{here}/media/{made[3]['media'][0]['id']}"),
            lambda: admin("POST", "/admin/inventory/receipts", {"items": delivery[:1]}),
            lambda: admin("POST", "/admin/inventory/adjustments", counted(goods, -1)),
            lambda: admin("GET", "/admin/inventory/levels"),
            lambda: admin("PATCH", level, {"reorder_point": 10}),
            lambda: admin("GET", "/admin/inventory/movements"),
        ):
            self.note(work)
        self.note(lambda: admin("POST", "/admin/inventory/receipts", {"items": delivery}), "of 20 variants")
        low = partial(admin, "POST", "/admin/inventory/adjustments", counted(goods, -995))
        self.note(low, "falls low", of="inventory.watch_levels")
        self.note(lambda: admin("GET", "/admin/inventory/levels?is_low=true"), "that are low")
        again = partial(admin, "POST", "/admin/inventory/adjustments", counted(goods, +995))
        self.note(again, "rises again", of="inventory.watch_levels")
        self.note(lambda: admin("GET", "/admin/products?q=t"), "by words")
        self.note(lambda: admin("GET", f"/admin/products?ids={','.join(goods.products[:3])}"), "three by their ids")

    def _pictured(self, product: str, upload_id: str) -> Any:
        """A picture of the product, which the worker looks at."""
        self.shop.world.files.objects[f"uploads/{upload_id}"] = a_picture(1200, 900)
        return self.shop.admin("POST", f"{product}/media", {"upload_id": upload_id})

    def sold(self, goods: Goods) -> Order:
        """A shopper buys; the cart is made with all its ways besides."""
        shop = self.shop
        self.note(lambda: shop.ask("GET", "/store/products"))
        self.note(lambda: shop.ask("GET", "/store/products?collection=shirts"), "of a collection")
        self.note(lambda: shop.ask("GET", "/store/products/shirt-of-cotton-000001"), "by its handle")
        self.note(lambda: shop.ask("GET", "/store/collections"))
        self.note(lambda: shop.tick(INDEX), "all products are read")
        self.note(lambda: shop.tick(INDEX), "nothing to do")
        self.note(lambda: shop.ask("GET", "/store/search?q=shirt"), "the first after a build")
        self.note(lambda: shop.ask("GET", "/store/search?q=shirt"))
        here, name = f"/admin/products/{goods.products[0]}", {"public_metadata": {"fit": "wide"}}
        shop.admin("PATCH", here, name)
        self.note(lambda: shop.tick(INDEX), "a product has changed")
        order = Order(shop, goods, lines=1)
        self.note(order.look)
        self.note(order.fill)
        self.note(lambda: shop.ask("POST", "/store/carts", {"currency": "USD"}), "empty")
        other = {"variant_id": goods.variants[1]}
        lines: list[Any] = []
        self.note(lambda: lines.append(order.ask("POST", "/items", other)))
        self.note(lambda: order.ask("POST", "/items", other, Idempotency_Key=shop.key()), "with a key")
        line = next(each["id"] for each in lines[0]["items"] if each["variant_id"] == goods.variants[1])
        self.note(lambda: order.ask("PATCH", f"/items/{line}", {"quantity": 2}))
        self.note(lambda: order.ask("DELETE", f"/items/{line}"))
        self.note(order.say_where_to)
        self.note(lambda: order.ask("PUT", "/billing_address", ADDRESS))
        for work in (order.complete, order.pay, order.look_at_order, order.ship, order.deliver):
            self.note(work)
        return order

    def looked_after(self, order: Order) -> None:
        """Staff look at the order, and give a part of its money back."""
        admin = self.shop.admin
        here = f"/admin/orders/{order.id}"
        payment = admin("GET", here)["payments"][0]
        parcel = admin("GET", f"/admin/fulfillments?order_id={order.id}")["data"][0]["id"]
        for path in (
            "/admin/orders",
            here,
            f"{here}/timeline",
            f"/admin/payments?order_id={order.id}",
            f"/admin/payments/{payment}",
            f"/admin/fulfillments?order_id={order.id}",
            f"/admin/fulfillments/{parcel}",
        ):
            self.note(partial(admin, "GET", path))
        self.note(lambda: admin("GET", "/admin/orders?status=placed"), "of a status")
        mail_id = admin("GET", f"/admin/mails?order_id={order.id}")["data"][0]["id"]
        self.note(lambda: admin("POST", f"/admin/mails/{mail_id}/resend"))
        self.note(lambda: admin("GET", "/admin/letters/order_confirmation"))
        notes: list[Any] = []
        self.note(lambda: notes.append(admin("POST", f"{here}/notes", {"note": "Is a present."})))
        self.note(lambda: admin("DELETE", f"{here}/notes/{notes[0]['id']}"))
        refunds: list[Any] = []
        self.note(lambda: refunds.append(admin("POST", "/admin/refunds", {"order_id": order.id, "amount": 500})))
        self.note(lambda: admin("GET", f"/admin/refunds?order_id={order.id}"))
        self.note(lambda: admin("GET", f"/admin/refunds/{refunds[0]['id']}"))

    def by_hand(self, goods: Goods) -> None:
        """Staff add how a parcel can be followed, then say themselves that it has arrived."""
        admin = self.shop.admin
        bought = self._bought(goods)
        self.note(lambda: admin("GET", "/admin/orders?is_to_ship=true&sort=created_at"), "to ship")
        sku = admin("GET", f"/admin/orders/{bought.id}")["items"][0]["sku"]
        self.note(lambda: admin("GET", f"/admin/orders?sku={sku}"), "that hold a SKU")
        here = f"/admin/fulfillments/{bought.ship(tracking=None)['id']}"
        many = [{"order_id": self._bought(goods).id} for _ in range(2)]
        shelf = receipt(goods, goods.variants[0])["location_id"]
        self.note(lambda: admin("POST", "/admin/orders/ship", {"location_id": shelf, "orders": many[:1]}))
        self.note(lambda: admin("POST", "/admin/orders/cancel", {"orders": many[1:]}))
        self.shop.rest()
        self.note(lambda: admin("POST", f"{here}/tracking", {"company": "ups", "number": "1Z999AA10123456784"}))
        self.note(lambda: admin("POST", f"{here}/deliver"))

    def unlucky(self, goods: Goods) -> None:
        """An order that is canceled, one whose refund fails, one that nobody pays; then the clock finds nothing."""
        shop, admin = self.shop, self.shop.admin
        canceled = self._bought(goods)
        self.note(lambda: admin("POST", f"/admin/orders/{canceled.id}/cancel", {"reason": "customer"}))
        failing = self._bought(goods, "pm_card_refundFail")
        self.note(lambda: admin("POST", "/admin/refunds", {"order_id": failing.id, "amount": 500}))
        declined = self._bought(goods, None)
        self.note(lambda: declined.pay("pm_card_chargeDeclined"))
        returned = self._bought(goods)
        returned.ship()
        shop.rest()
        self.note(lambda: returned.deliver("return_to_sender"))
        self._bought(goods, None)
        shop.wait(HOLD_OVER_S)
        self.note(lambda: shop.tick("orders.expire_unpaid"), "an order expires")
        for name in TICKS:
            self.note(partial(shop.tick, name), "nothing to do")

    def given_away(self, goods: Goods) -> None:
        """Two orders without charge: one that its shopper confirms, one that staff release."""
        shop, admin = self.shop, self.shop.admin
        free = {"amounts": {"USD": 0}}
        way = admin("POST", "/admin/shipping_options", {**option("Gift"), **free})["id"]
        variant = {"sku": "GIFT", "prices": [{"currency": "USD", "amount": 0}]}
        made = admin("POST", "/admin/products", {"title": "Gift", "status": "active", "variants": [variant]})
        gift = made["variants"][0]["id"]
        admin("POST", "/admin/inventory/receipts", {"items": [receipt(goods, gift)]})
        whole: dict[str, Any] = {
            "currency": "USD",
            "country": "US",
            "items": [{"variant_id": gift}],
            "email": "jane@example.com",
        }
        whole |= {"shipping_address": ADDRESS, "shipping_option": {"id": way}}
        orders: list[str] = []
        for _ in range(2):
            cart = shop.ask("POST", "/store/carts", whole)
            here = f"/store/carts/{cart['id']}/complete"
            keys = {"Cart_Token": cart["token"], "Idempotency_Key": shop.key()}
            orders.append(shop.ask("POST", here, {"expected_total": 0}, **keys)["order"]["id"])
            shop.rest()
        confirmation = {"token": confirm_token(orders[0], clock.now())}
        self.note(lambda: shop.ask("POST", f"/store/orders/{orders[0]}/confirm", confirmation))
        self.note(lambda: admin("POST", f"/admin/orders/{orders[1]}/release", {}))
        self.note(lambda: admin("POST", f"/admin/orders/{orders[1]}/revoke_tokens", {}))

    def signed_in(self, goods: Goods) -> None:
        """A shopper with an account: signs in, says who they are, buys, looks at what they bought, and signs out."""
        shop = self.shop
        sub = shop.world.pool.sign_up("jane@example.com")
        begun: list[Any] = []

        def sign_in() -> None:
            begun.append(shop.ask("POST", "/store/sessions", {"access_token": shop.world.pool.token(sub)}))

        self.note(sign_in, "for the first time")
        self.note(sign_in)
        session = {"Session_Token": begun[-1]["token"]}
        self.note(lambda: shop.ask("GET", "/store/me", **session))
        self.note(lambda: shop.ask("PATCH", "/store/me", {"first_name": "Jane"}, **session))
        self.note(lambda: shop.ask("POST", "/store/sessions/renew", **session))
        self._keeps_addresses(session)
        self._agrees(session)
        self._wishes(session, goods.variants[0])
        guest = self._a_cart(goods)
        self.note(
            lambda: shop.ask("PATCH", f"/store/carts/{guest['id']}", {"country": "US"}, Cart_Token=guest["token"])
        )
        merge = f"/store/carts/{guest['id']}/merge"
        both = {**session, "Cart_Token": guest["token"]}
        shop.ask("POST", "/store/carts", {"currency": "USD"}, **session)
        self.note(lambda: shop.ask("POST", merge, **both))
        self.note(lambda: shop.ask("POST", f"/store/carts/{guest['id']}/restore", Cart_Token=guest["token"]))
        self.note(lambda: shop.ask("GET", "/store/me/cart", **session))
        self.note(lambda: shop.ask("POST", "/store/me/orders/claim", **session))
        self.note(lambda: shop.ask("GET", "/store/me/orders", **session))
        self.note(lambda: shop.ask("DELETE", "/store/sessions/current", **session))
        self._signed_out_everywhere(sub)

    def _keeps_addresses(self, session: dict[str, str]) -> None:
        shop, kept, here = self.shop, list[Any](), "/store/me/addresses"
        self.note(lambda: kept.append(shop.ask("POST", here, {"address": ADDRESS}, **session)))
        self.note(lambda: shop.ask("GET", here, **session))
        one = f"{here}/{kept[0]['id']}"
        self.note(lambda: shop.ask("PATCH", one, {"address": {**ADDRESS, "address1": "2 Side St"}}, **session))
        self.note(lambda: shop.ask("DELETE", one, **session))

    def _wishes(self, session: dict[str, str], variant_id: str) -> None:
        shop, here = self.shop, "/store/me/wish_list"
        self.note(lambda: shop.ask("POST", f"{here}/items", {"variant_id": variant_id}, **session))
        self.note(lambda: shop.ask("GET", here, **session))
        self.note(lambda: shop.ask("DELETE", f"{here}/items/{variant_id}", **session))

    def _agrees(self, session: dict[str, str]) -> None:
        shop, here = self.shop, "/store/me/consents"
        words = {"is_granted": True, "text": "Yes, write to me about offers. I can take this back at any time."}
        self.note(lambda: shop.ask("PUT", f"{here}/email/marketing", words, **session))
        self.note(lambda: shop.ask("GET", here, **session))
        proof = shop.admin("GET", f"/admin/customers/{self._me(session)}/consents")["data"]
        token = customers.confirm_token(self._me(session), proof[-1]["id"], clock.now())
        self.note(lambda: shop.ask("POST", "/store/consents/confirm", {"token": token}))
        stop = customers.unsubscribe_token(self._me(session), customers.Purpose.MARKETING, "en")
        for method in ("GET", "POST"):
            page = api_event(method, "/store/consents/unsubscribe", query={"token": stop})
            self.note(partial(shop.invoke, "customers.store_api", page))
        shop.ask("PATCH", "/store/me", {"phone": "+15105550100"}, **session)
        shop.ask("PUT", f"{here}/sms/marketing", words, **session)
        entered = {"code": code_of(shop.world.texts.sent[-1])}
        self.note(lambda: shop.ask("POST", f"{here}/sms/marketing/confirm", entered, **session))

    def _me(self, session: dict[str, str]) -> str:
        return str(self.shop.ask("GET", "/store/me", **session)["id"])

    def known_to_staff(self) -> None:
        """Staff look for a customer, put them into a group, note something, and remove the group."""
        shop, made = self.shop, list[Any]()
        sub = shop.world.pool.sign_up("doe@example.com")
        begun = shop.ask("POST", "/store/sessions", {"access_token": shop.world.pool.token(sub)})
        session = {"Session_Token": begun["token"]}
        shop.ask("PATCH", "/store/me", {"first_name": "Jane", "last_name": "Doe"}, **session)
        self.note(lambda: made.append(shop.admin("POST", "/admin/customer_groups", {"name": "Trade"})))
        group, customer = f"/admin/customer_groups/{made[0]['id']}", f"/admin/customers/{begun['customer_id']}"
        self.note(lambda: shop.admin("PATCH", group, {"name": "Wholesale"}))
        self.note(lambda: shop.admin("GET", "/admin/customer_groups"))
        self.note(lambda: shop.admin("GET", "/admin/customers?name=doe"))
        self.note(lambda: shop.admin("GET", customer))
        self.note(lambda: shop.admin("GET", f"{customer}/consents"))
        self.note(lambda: shop.admin("GET", f"/admin/orders/summary?customer_id={begun['customer_id']}"))
        self.note(lambda: shop.admin("PATCH", customer, {"note": "Rings twice.", "group_ids": [made[0]["id"]]}))
        self.note(lambda: shop.admin("DELETE", group))
        twin = shop.world.pool.token(shop.world.pool.sign_up("doe.old@example.com"))
        gone = shop.ask("POST", "/store/sessions", {"access_token": twin})
        self.note(lambda: shop.admin("POST", f"{customer}/merge", {"from": gone["customer_id"]}))

    def bought_for_a_company(self, goods: Goods) -> None:
        """Staff make a company with an admin and a buyer; the buyer asks the admin's word on a cart, and has it."""
        shop, made = self.shop, list[Any]()
        sessions = []
        for name in ("admin", "buyer"):
            token = shop.world.pool.token(shop.world.pool.sign_up(f"{name}@example.com"))
            sessions.append(shop.ask("POST", "/store/sessions", {"access_token": token}))
        admin, buyer = ({"Session_Token": each["token"]} for each in sessions)
        tax_id = {"country": "DE", "number": "DE136695976"}
        self.note(lambda: made.append(shop.admin("POST", "/admin/companies", {"name": "Doe", "tax_ids": [tax_id]})))
        here = f"/admin/companies/{made[0]['id']}"
        members = [f"{here}/members/{each['customer_id']}" for each in sessions]
        self.note(lambda: shop.admin("PUT", members[0], {"role": "admin"}))
        shop.admin("PUT", members[1], {"role": "buyer"})
        self.note(lambda: shop.admin("PATCH", here, {"payment_terms": {"net_days": 30}}))
        self.note(lambda: shop.admin("GET", here))
        self.note(lambda: shop.admin("GET", "/admin/companies"))
        self.note(lambda: shop.ask("GET", "/store/me/company", **admin))
        limited = f"/store/me/company/members/{sessions[1]['customer_id']}"
        self.note(lambda: shop.ask("PATCH", limited, {"order_limits": {"USD": 1}}, **admin))
        body = {"currency": "USD", "items": [{"variant_id": goods.variants[0]}]}
        cart = shop.ask("POST", "/store/carts", body, **buyer)
        both = {**buyer, "Cart_Token": cart["token"]}
        self.note(lambda: shop.ask("POST", f"/store/carts/{cart['id']}/request_approval", **both))
        self.note(lambda: shop.ask("GET", "/store/me/approvals", **admin))
        seen = {"expected_total": cart["total"]}
        self.note(lambda: shop.ask("POST", f"/store/me/approvals/{cart['id']}", seen, **admin))
        declined = shop.ask("POST", "/store/carts", body, **buyer)
        both = {**buyer, "Cart_Token": declined["token"]}
        shop.ask("POST", f"/store/carts/{declined['id']}/request_approval", **both)
        self.note(lambda: shop.admin("GET", f"/admin/carts_to_approve?company_id={made[0]['id']}"))
        self.note(lambda: shop.ask("POST", f"/store/me/approvals/{declined['id']}/decline", {}, **admin))
        self.note(lambda: shop.admin("DELETE", members[1]))

    def _signed_out_everywhere(self, sub: str) -> None:
        shop, pool = self.shop, self.shop.world.pool

        def session() -> dict[str, str]:
            return {"Session_Token": shop.ask("POST", "/store/sessions", {"access_token": pool.token(sub)})["token"]}

        one = session()
        self.note(lambda: shop.ask("POST", "/store/sessions/end_all", {"access_token": pool.token(sub)}, **one))
        other = session()
        words = {"access_token": pool.token(sub), "previous_password": PASSWORD, "new_password": "Other-Horse-7"}
        self.note(lambda: shop.ask("POST", "/store/me/password", words, **other))

    def _a_cart(self, goods: Goods) -> Any:
        """A guest's, with one line."""
        body = {"currency": "USD", "items": [{"variant_id": goods.variants[0]}]}
        return self.shop.ask("POST", "/store/carts", body)

    def exported(self) -> None:
        """Staff export the orders and the log, look how far that is, and stop another export, and go on with it."""
        admin, begun = self.shop.admin, list[Any]()
        self.note(lambda: begun.append(admin("POST", "/admin/orders/export", {})))
        self.note(lambda: admin("POST", "/admin/audit/export", {"actor": "key_TEST"}))
        self.note(lambda: admin("GET", f"/admin/jobs/{begun[0]['id']}"))
        self.note(lambda: admin("GET", "/admin/jobs"))
        self.note(lambda: admin("POST", "/admin/system/schedules/orders-expire_unpaid/run"))
        stopped = f"/admin/jobs/{self._a_job_that_waits()}"
        self.note(lambda: admin("POST", f"{stopped}/cancel"))
        self.note(lambda: admin("POST", f"{stopped}/resume"))

    def migrated(self) -> None:
        """A migration is begun, and stopped before it looks at an item: what it reads and writes is the table."""
        begin = ("/admin/migrations", {"table": "limits", "segments": 1})
        self.note(lambda: self.shop.staffs_at_once(begin, lambda job: f"/admin/jobs/{job['id']}/cancel"))

    def _a_job_that_waits(self) -> str:
        """Nobody was told of it, so that it is not done before somebody can stop it."""
        now = clock.now()
        stamp = clock.stamp(now)
        job = Job(
            id=ids.new_id("job", now),
            kind="order_export",
            domain="orders",
            scope="orders:read",
            params={"format": "csv", "status": None, "first": None, "last": None},
            created_by="key",
            created_at=stamp,
            updated_at=stamp,
        )
        commit(create(SPEC, job_item(job)))
        return job.id

    def _bought(self, goods: Goods, card: str | None = "pm_card_visa") -> Order:
        """Another order, and how it is paid."""
        order = Order(self.shop, goods, lines=1)
        for work in (order.fill, order.say_where_to, order.complete):
            work()
        if card:
            order.pay(card)
        self.shop.rest()
        return order

    def asked(self) -> None:
        """A shopper asks, staff note something and answer with a macro, the shopper writes once more; all is solved."""
        shop, admin = self.shop, self.shop.admin
        made: list[Any] = []
        question = {"email": "jane@example.com", "subject": "A hole", "body": "It came like that."}
        opens = {"Idempotency_Key": shop.key()}
        self.note(lambda: made.append(shop.ask("POST", "/store/tickets", question, **opens)))
        (ticket,) = made
        store, here = (f"/{side}/tickets/{ticket['id']}" for side in ("store", "admin"))
        token = {"Ticket_Token": ticket["token"]}
        macro = {"title": "Sent again", "body": "We send it again."}
        self.note(lambda: made.append(admin("POST", "/admin/ticket_macros", macro)))
        macros = f"/admin/ticket_macros/{made[1]['id']}"
        self.note(lambda: admin("PATCH", macros, {"tags": ["resent"]}))
        self.note(lambda: admin("POST", f"{here}/messages", {"body": "The third.", "is_internal": True}), "a note")
        self.note(lambda: admin("POST", f"{here}/messages", {"macro_id": made[1]["id"]}))
        self.note(lambda: shop.ask("POST", f"{store}/messages", {"body": "Thank you!"}, **token))
        for path in (store, f"{store}/messages"):
            self.note(partial(shop.ask, "GET", path, **token))
        told = json.dumps(
            {"id": "1", "type": "zen:event-type:ticket.comment_added", "detail": {"external_id": ticket["id"]}}
        )
        signature = signed(told.encode(), SECRETS["helpdesk_webhook_secret"], clock.stamp(clock.now()))
        self.note(lambda: shop.ask("POST", "/webhooks/helpdesk", told, **signature))
        for path in (here, f"{here}/messages", "/admin/tickets", "/admin/ticket_macros"):
            self.note(partial(admin, "GET", path))
        self.note(lambda: admin("POST", "/admin/tickets", question))
        self.note(lambda: admin("PATCH", here, {"status": "solved"}))
        self.note(lambda: admin("DELETE", macros))
        shop.wait(15 * DAY_S)
        self.note(lambda: shop.tick("support.close_solved"), "a ticket is closed")

    def forgotten(self) -> None:
        """A customer with a cart and a ticket asks to be forgotten; staff do for one who has nothing."""
        shop, admin, email = self.shop, self.shop.admin, "going@example.com"

        def session(address: str) -> dict[str, str]:
            token = shop.world.pool.token(shop.world.pool.sign_up(address))
            return {"Session_Token": shop.ask("POST", "/store/sessions", {"access_token": token})["token"]}

        going, gone = session(email), session("gone@example.com")
        shop.ask("POST", "/store/carts", {"currency": "USD", "email": email}, **going)
        shop.ask("POST", "/store/tickets", {"email": email, "subject": "A hole", "body": "It came like that."})
        made: list[Any] = []
        other = {"customer_id": shop.ask("GET", "/store/me", **gone)["id"]}
        self.note(lambda: shop.ask("GET", "/store/me/export", **going))
        self.note(lambda: admin("GET", f"/admin/personal_data?customer_id={other['customer_id']}"))
        self.note(lambda: made.append(shop.ask("POST", "/store/me/erasure", **going)))
        self.note(lambda: admin("POST", "/admin/erasures", other))
        self.note(lambda: admin("GET", "/admin/erasures"))
        self.note(lambda: admin("GET", f"/admin/erasures/{made[0]['id']}"))
        self.note(lambda: shop.tick("privacy.erase_people"), "a cart and a ticket go, another customer goes whole")
        self.note(lambda: shop.tick("privacy.erase_people"), "a customer goes whole")

    def accessed(self) -> None:
        """Keys, documents, health."""
        shop = self.shop
        issued = shop.invoke("access.issue_key", {"name": "First", "scopes": "all"})
        self.note(lambda: shop.invoke("access.issue_key", {"name": "Second", "scopes": ["orders:read"]}))
        shown = {"Authorization": f"Bearer {issued['token']}"}
        asked = api_event("GET", "/admin/orders", headers=shown) | {
            "type": "REQUEST",
            "routeArn": "arn:aws:execute-api",
        }
        self.note(lambda: shop.invoke("access.authorizer", asked))
        self.note(lambda: shop.invoke("access.authorizer", asked), "used just before")
        body = json.dumps({"name": "Warehouse", "scopes": ["orders:read"]})
        by = {"key_id": issued["id"], "scopes": ALL_SCOPES, "headers": {"Idempotency-Key": shop.key()}}
        made: list[Any] = []
        ask = partial(shop.invoke, "access.admin_api", api_event("POST", "/admin/api_keys", body, **by))
        self.note(lambda: made.append(json.loads(ask()["body"])))
        self.note(lambda: shop.admin("GET", "/admin/api_keys"))
        revoke = partial(api_event, "DELETE", f"/admin/api_keys/{made[0]['id']}", **by)
        self.note(lambda: shop.invoke("access.admin_api", revoke()))
        self._peopled({**by, "headers": {}})
        self._decided(issued["id"])
        page = shop.invoke("access.docs_api", api_event("GET", "/docs"))["body"]
        for path in ("/health", "/openapi.json", "/docs", "/" + page.rpartition('<script src="')[2].partition('"')[0]):
            self.note(partial(shop.invoke, "access.docs_api", api_event("GET", path)))
        self.note(lambda: shop.admin("POST", "/admin/customers/export", {}))
        places: list[Any] = []
        self.note(lambda: places.append(shop.admin("POST", "/admin/customers/uploads", {"size_bytes": 64})))
        shop.world.files.objects[f"uploads/{places[0]['id']}"] = b"email\nimported@example.com"
        self.note(lambda: shop.admin("POST", "/admin/customers/import", {"upload_id": places[0]["id"]}))

    def _decided(self, colleague: str) -> None:
        """A second person looks at what a colleague asked for, approves one and declines the other."""
        decider = self.shop.invoke("access.issue_key", {"name": "Third", "scopes": "all"})["id"]

        def ask(method: str, path: str) -> Any:
            event = api_event(method, f"/admin/approvals{path}", None, key_id=decider, scopes=ALL_SCOPES)
            return json.loads(self.shop.invoke("approvals.admin_api", event)["body"])

        orders = self.shop.admin("GET", "/admin/orders?status=placed")["data"]
        paid = next(each["id"] for each in orders if each["payment_status"] == "paid" and each["total"])
        asked: list[str] = []
        for _ in range(2):
            self.note(lambda: asked.append(waiting(colleague, paid, clock.now())))
        self.note(lambda: ask("GET", ""))
        self.note(lambda: ask("GET", f"/{asked[0]}"))
        self.note(lambda: ask("POST", f"/{asked[0]}/approve"))
        self.note(lambda: ask("POST", f"/{asked[1]}/decline"))
        waiting(colleague, paid, clock.now() - timedelta(days=4))
        self.note(lambda: self.shop.tick("approvals.expire_approvals"), "nobody decided on one in time")

    def _peopled(self, by: dict[str, Any]) -> None:
        """Staff and roles."""
        shop = self.shop

        def ask(method: str, path: str, body: Any = None) -> Any:
            event = api_event(method, path, json.dumps(body) if body else None, **by)
            return json.loads(shop.invoke("access.admin_api", event)["body"])

        self.note(lambda: shop.invoke("access.invite_owner", {"email": "olga@example.com", "name": "Olga"}))
        self.note(lambda: ask("GET", "/admin/me"))
        made: list[Any] = []
        body = {"email": "fay@example.com", "name": "Fay", "roles": ["support"]}
        self.note(lambda: made.append(ask("POST", "/admin/staff", body)))
        member = f"/admin/staff/{made[0]['id']}"
        self.note(lambda: ask("GET", "/admin/staff"))
        self.note(lambda: ask("GET", member))
        self.note(lambda: ask("POST", f"{member}/invite"))
        self.note(lambda: ask("POST", f"{member}/sign_out"))
        self.note(lambda: ask("PATCH", member, {"roles": ["finance"]}))
        self.note(lambda: ask("DELETE", member))
        role = {"name": "Packing", "scopes": ["fulfillment:write"]}
        self.note(lambda: made.append(ask("POST", "/admin/roles", role)))
        self.note(lambda: ask("GET", "/admin/roles"))
        self.note(lambda: ask("PATCH", f"/admin/roles/{made[1]['id']}", {"name": "Shipping"}))
        self.note(lambda: ask("DELETE", f"/admin/roles/{made[1]['id']}"))

    def closed(self) -> None:
        """The night's report, and looking at it."""
        shop = self.shop
        today = clock.stamp(clock.now())[:10]
        self.note(lambda: shop.admin("GET", f"/admin/reports/sales?from={today}&to={today}"))
        shop.wait(DAY_S)
        self.note(lambda: shop.tick(REPORT), "a day is closed")
        self.note(lambda: shop.tick(REPORT), "nothing to do")


def counted(goods: Goods, delta: int) -> Any:
    """What somebody counted of the last variant, which nobody buys."""
    level = {"variant_id": goods.variants[-1], "location_id": goods.location}
    return {"items": [{**level, "delta": delta, "reason": "count"}]}
