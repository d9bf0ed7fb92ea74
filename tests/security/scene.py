"""A furnished shop to knock at: something of every kind is in it, and for every door there is a way to it."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import uuid4

from _pytest.monkeypatch import MonkeyPatch

from functions import customers
from functions.access import docs, store
from functions.access.handlers.issue_key import handler as issue_key
from functions.access.invite_member import new_member
from functions.access.role import Role
from functions.customers import Purpose
from functions.orders import confirm_token
from shared import clock, directory
from shared.aws import client
from shared.dynamo import commit
from shared.files import put_file
from shared.ids import new_id
from tests import database
from tests.approvals.builders import waiting
from tests.catalog.media.files import a_picture
from tests.in_process import ALL_SCOPES, InProcessShop
from tests.in_process import shop as in_process
from tests.security.doors import Answer, Door
from tests.security.good_bodies import TRACKING, good_query
from tests.system.post import EXPIRE, a_letter
from tests.texts import code_of, texts

GIF = a_picture(8, 8, "GIF")
ENDS_ALL = {"POST /store/sessions/end_all", "POST /store/me/password"}
OF_OWN_CART = {"POST /store/carts/<cart_id>/request_approval"}
OF_ASKED_CART = {"POST /store/me/approvals/<cart_id>", "POST /store/me/approvals/<cart_id>/decline"}
FROM_BOOK = b"billing_address_id"
READS = {"GetItem", "BatchGetItem", "Query"}


@dataclass
class Scene:
    """The shop and the ids of what is in it. `cart` is open; `order` is placed, paid and shipped in part."""

    NAMES: ClassVar = (
        "cart_id", "line_item_id", "order_id", "order_line_id", "payment_id", "fulfillment_id", "location_id",
        "option_id", "variant_id", "product_id", "id_or_handle", "key_id", "carrier", "name", "refund_id",
        "confirm_token", "job_id", "ended_job_id", "ticket_id", "macro_id", "access_token", "own_access_token",
        "staff_id", "role_id", "approval_id", "customer_id", "group_id", "erasure_id",
        "address_id", "channel", "purpose", "company_id", "other_customer_id",
        "consent_token", "text_code", "unsubscribe_token", "upload_id", "note_id", "schedule", "picture_id", "media_id",
        "mail_id", "kind",
    )  # fmt: skip

    shop: InProcessShop
    key_id: str
    ids: dict[str, str] = field(default_factory=dict)
    cart: Any = None
    order: Any = None
    order_token: str = ""
    ticket: Any = None
    session: str = ""  # of a customer
    own_cart_id: str = ""  # theirs
    own_cart_token: str = ""
    asked_cart: Any = None  # of a buyer of their company, which waits for their word
    leaving: str = ""  # the account of another one, who signs out everywhere
    payment: Any = None
    writes: list[str] = field(default_factory=list)  # every call to the database but reads, whatever became of it

    def knock(self, door: Door, raw: bytes = b"", **changed: Any) -> Answer:
        """A request that is good but for its body and what else is changed.

        changed: parameters, headers and query (each added to the good ones; None takes one out), scopes, key_id.
        """
        own = self._own_cart(door) if FROM_BOOK in raw or door.name in OF_OWN_CART else {}
        path = door.path(self.parameters(door) | own | changed.pop("parameters", {}))
        headers = _without_none(self.headers(door) | self._session_too(door, raw) | changed.pop("headers", {}))
        query = _without_none(self.query(door) | changed.pop("query", {}))
        if door.route.scope:
            changed = {"scopes": ALL_SCOPES, "key_id": self.key_id, **changed}
        return door.knock(path, raw, headers=headers, query=query, **changed)

    def parameters(self, door: Door) -> dict[str, str]:
        """Good path parameters. What has ended can be gone on with; a code comes by text message."""
        ids = {**self.ids, "job_id": self.ids["ended_job_id"]} if door.route.path.endswith("/resume") else self.ids
        ids = {**ids, "cart_id": self.asked_cart["id"]} if door.name in OF_ASKED_CART else ids
        ids = {**ids, "channel": "sms"} if door.route.path.endswith("<purpose>/confirm") else ids
        return {name: ids[name] for name in door.parameters}

    def headers(self, door: Door) -> dict[str, str | None]:
        """Good headers."""
        token = {"cart_id": {"Cart-Token": self.cart["token"]}, "order_id": {"Order-Token": self.order_token}}
        token["ticket_id"] = {"Ticket-Token": self.ticket["token"]}
        session = {"Session-Token": self._session(door)} if door.route.customer == "needed" else {}
        key = {"Idempotency-Key": uuid4().hex} if door.route.method == "POST" else {}
        order = token["order_id"] if door.route.path == "/store/tickets" else {}  # which may be about one
        return {**token.get(door.route.guest_of or "", {}), **order, **session, **key}

    def _own_cart(self, door: Door) -> dict[str, str]:
        """An address of the book is for its customer's own cart."""
        return {"cart_id": self.own_cart_id} if "cart_id" in door.parameters else {}

    def _session_too(self, door: Door, raw: bytes) -> dict[str, str | None]:
        if door.name in OF_OWN_CART:
            return {"Cart-Token": self.own_cart_token}
        return {"Session-Token": self.session} if FROM_BOOK in raw else {}

    def _session(self, door: Door) -> str:
        """What ends all sessions gets one of its own, of somebody else's."""
        leaves = door.name in ENDS_ALL
        return self.shop.sign_in(self.leaving)["Session_Token"] if leaves else self.session

    def query(self, door: Door) -> dict[str, str | None]:
        """Good query parameters, of which some lists need one."""
        return dict(good_query(door.route.path, self.ids))

    def note_call(self, model: Any, **_: Any) -> None:
        """Hears of each call that the shop makes to the database."""
        if model.name not in READS:
            self.writes.append(model.name)

    def everything(self) -> dict[tuple[str, str, str], Any]:
        """Every item of every table, by table, pk and sk."""
        tables = database.here().tables.items()
        return {(name, *key): item for name, table in tables for key, item in table.items.items()}


def _a_text(shop: InProcessShop, session: str) -> str:
    """The code of a message that asks for a consent, one of the same kind having been taken back."""
    shop.call("PATCH", "/store/me", {"phone": "+15105550100"}, Session_Token=session)
    for purpose, is_granted in (("reviews", True), ("reviews", False), ("marketing", True)):
        said = {"is_granted": is_granted, "text": "Yes, write to me."}
        status, said, _ = shop.call("PUT", f"/store/me/consents/sms/{purpose}", said, Session_Token=session)
        assert status == 200, said
    return code_of(texts()[-1][1])


def _consent(shop: InProcessShop, session: str, customer_id: str) -> dict[str, str]:
    """The tokens of the letter that asks for a consent, and of one that it allows."""
    said = {"is_granted": True, "text": "Yes, ask me."}
    status, said, _ = shop.call("PUT", "/store/me/consents/email/reviews", said, Session_Token=session)
    assert status == 200, said
    _, page, _ = shop.admin("GET", f"/admin/customers/{customer_id}/consents")
    (asked,) = (each["id"] for each in page["data"] if each["is_pending"] and each["channel"] == "email")
    return {
        "consent_token": customers.confirm_token(customer_id, asked, shop.clock.now),
        "unsubscribe_token": customers.unsubscribe_token(customer_id, Purpose.REVIEWS, "en"),
    }


def _erasure(shop: InProcessShop) -> dict[str, str]:
    """Of a customer who is there for it."""
    going = shop.sign_in(shop.pool.sign_up("going@example.com"))
    status, erasure, _ = shop.call("POST", "/store/me/erasure", **going)
    assert status == 202, erasure
    return {"erasure_id": erasure["id"]}


def a_note(shop: InProcessShop, order_id: str) -> str:
    """What staff noted on an order."""
    status, note, _ = shop.admin("POST", f"/admin/orders/{order_id}/notes", {"note": "Is a present."})
    assert status == 201, note
    return str(note["id"])


def a_mail(shop: InProcessShop, order_id: str) -> str:
    """A letter that whoever ordered got."""
    status, mails, _ = shop.admin("GET", f"/admin/mails?order_id={order_id}")
    assert status == 200, mails
    return str(mails["data"][0]["id"])


def _a_job(shop: InProcessShop) -> str:
    status, job, _ = shop.admin("POST", "/admin/orders/export", {})
    assert status == 202, job
    return str(job["id"])


def _staff(shop: InProcessShop) -> dict[str, str]:
    """A member of the staff, and a role of the shop's own."""
    ned = new_member("ned@example.com", "Ned", ["support"], None, shop.clock.now)
    role = Role(new_id("role"), "Packing", ("fulfillment:write",), clock.stamp(shop.clock.now))
    commit(*store.invited(ned), store.role_made(role))
    directory.invite("staff", ned.id, ned.email)
    return {"staff_id": ned.id, "role_id": role.id}


def an_approval(order_id: str, now: datetime) -> str:
    """A refund of a cent that somebody else asked for, and that waits."""
    return waiting(issue_key({"name": "colleague", "scopes": "all"}, None)["id"], order_id, now)


@contextmanager
def furnished() -> Iterator[Scene]:
    """A shop with a product, stock, an open cart, and an order that is paid and shipped in part."""
    with MonkeyPatch.context() as patch, in_process(patch) as shop:
        key = issue_key({"name": "owner", "scopes": "all"}, None)
        scene = Scene(shop, key["id"])
        _furnish(scene)
        client("dynamodb").meta.events.register("before-call.dynamodb", scene.note_call)
        yield scene


def _furnish(scene: Scene) -> None:
    shop, ids = scene.shop, scene.ids
    location, option = shop.a_location(), shop.a_shipping_option()
    variant = shop.a_variant(units=100, location=location)
    shop.a_variant(units=5, location=location)
    _, completed, _ = shop.complete(shop.a_cart(variant, option, quantity=5))
    shop.pay(completed)
    shop.pump()
    scene.order_token, order_id = completed["order_token"], completed["order"]["id"]
    line = completed["order"]["items"][0]
    shipment = {"location_id": location, "items": [{"line_item_id": line["id"], "quantity": 1}], "tracking": TRACKING}
    status, shipped, _ = shop.admin("POST", f"/admin/orders/{order_id}/fulfillments", shipment)
    assert status == 201, shipped
    status, refund, _ = shop.admin("POST", "/admin/refunds", {"order_id": order_id, "amount": 1})
    assert status == 201, refund
    shop.pump()
    scene.order = shop.order(order_id)
    scene.cart = shop.a_cart(variant, option, quantity=2)
    sub = shop.pool.sign_up("customer@example.com")
    scene.session = shop.sign_in(sub)["Session_Token"]
    scene.leaving = shop.pool.sign_up("leaving@example.com")
    shop.sign_in(scene.leaving)
    ids["own_access_token"] = shop.pool.token(scene.leaving)
    ids["access_token"] = shop.pool.token(shop.pool.sign_up("new@example.com"))  # who was never here
    own = shop.a_cart(variant, option, Session_Token=scene.session)
    scene.own_cart_id, scene.own_cart_token = own["id"], own["token"]
    ids |= {"cart_id": scene.cart["id"], "line_item_id": scene.cart["items"][0]["id"], "order_id": order_id}
    ids |= {"order_line_id": line["id"], "payment_id": scene.order["payments"][0], "fulfillment_id": shipped["id"]}
    ids |= {"location_id": location, "option_id": option, "variant_id": variant, "product_id": line["product_id"]}
    ids |= {"id_or_handle": line["product_id"], "key_id": scene.key_id, "carrier": "ups", "name": _a_docs_file()}
    ids |= {"refund_id": refund["id"], "confirm_token": confirm_token(order_id, shop.clock.now)}
    ids |= {"job_id": _a_job(shop), "ended_job_id": _a_job(shop)}
    ids["note_id"] = a_note(shop, order_id)
    ids |= {"mail_id": a_mail(shop, order_id), "kind": "order_confirmation"}
    ids |= _erasure(shop)
    scene.ticket = shop.a_ticket()
    ids |= {"ticket_id": scene.ticket["id"], "macro_id": shop.a_macro()}
    ids |= _staff(shop)
    ids["approval_id"] = an_approval(order_id, shop.clock.now)
    _, me, _ = shop.call("GET", "/store/me", Session_Token=scene.session)
    _, group, _ = shop.admin("POST", "/admin/customer_groups", {"name": "Wholesale"})
    ids |= {"customer_id": me["id"], "group_id": group["id"]}
    ids |= {"channel": "email", "purpose": "marketing", "schedule": EXPIRE}
    a_letter()
    ids["text_code"] = _a_text(shop, scene.session)
    twin = shop.sign_in(shop.pool.sign_up("twin@example.com"))
    ids["upload_id"] = shop.admin("POST", "/admin/customers/uploads", {"size_bytes": 64})[1]["id"]
    put_file(f"uploads/{ids['upload_id']}", b"email\nimported@example.com", "text/csv")
    ids |= _a_picture(shop, ids["product_id"])
    ids["other_customer_id"] = shop.call("GET", "/store/me", **twin)[1]["id"]
    _buy_for_a_company(scene)
    ids |= _consent(shop, scene.session, me["id"])
    ids["address_id"] = shop.an_address({"Session_Token": scene.session})
    status, ended, _ = shop.admin("POST", f"/admin/jobs/{ids['ended_job_id']}/cancel", {})
    assert status == 200, ended
    shop.run("search.build_index")
    assert set(ids) == set(Scene.NAMES)


def _a_picture(shop: InProcessShop, product_id: str) -> dict[str, str]:
    """An upload that is one, and a picture of the product."""
    asked = {"size_bytes": len(GIF), "content_type": "image/gif", "sha256": hashlib.sha256(GIF).hexdigest()}
    picture_id = shop.admin("POST", "/admin/media/uploads", asked)[1]["id"]
    put_file(f"uploads/{picture_id}", GIF, "image/gif")
    status, product, _ = shop.admin("POST", f"/admin/products/{product_id}/media", {"upload_id": picture_id})
    assert status == 201, product
    shop.pump()
    return {"picture_id": picture_id, "media_id": product["media"][0]["id"]}


def _buy_for_a_company(scene: Scene) -> None:
    """The customer is an admin of one, and somebody else's cart waits for their word."""
    shop, ids = scene.shop, scene.ids
    status, company, _ = shop.admin("POST", "/admin/companies", {"name": "Doe GmbH"})
    assert status == 201, company
    ids["company_id"] = company["id"]
    buyer = shop.sign_in(shop.pool.sign_up("buyer@example.com"))
    scene.asked_cart = an_asked_cart(scene, buyer)
    join(shop, company["id"], ids["customer_id"], "admin")


def an_asked_cart(scene: Scene, session: dict[str, str]) -> Any:
    """A cart that waits for the word of the scene's company, whose buyer this is from now on."""
    shop, ids = scene.shop, scene.ids
    cart = shop.a_cart(ids["variant_id"], ids["option_id"], 1, **session)
    join(shop, ids["company_id"], cart["customer_id"], "buyer")
    path, both = f"/store/carts/{cart['id']}/request_approval", {"Cart_Token": cart["token"], **session}
    status, asked, _ = shop.call("POST", path, **both)
    assert status == 200, asked
    return asked


def join(shop: InProcessShop, company_id: str, customer_id: str, role: str) -> None:
    """The customer is in the company."""
    status, joined, _ = shop.admin("PUT", f"/admin/companies/{company_id}/members/{customer_id}", {"role": role})
    assert status == 200, joined


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _a_docs_file() -> str:
    """A file of the documentation, by the name that its page gives it."""
    found = re.search(r'"docs/([^"]+)"', docs.page())
    assert found
    return found[1]
