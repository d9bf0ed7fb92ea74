"""For each Lambda of the plan the call that meets it cold: an event as it came in a shop, and what tables held then.

One shop in one process, with the Stripe double, plays the story of a few orders. Whatever wakes a Lambda on the
way is kept with the rows it found, so that the same call can be sent to a process of its own.
"""

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

from _pytest.monkeypatch import MonkeyPatch

from bench.aws_double import Rows
from infra.domains import DOMAINS
from infra.plan import Publisher
from shared import telemetry
from shared.dynamo.values import to_wire
from shared.files import put_file
from tests import database, in_process
from tests.catalog.media.files import a_picture
from tests.in_process import InProcessShop
from tests.world import ENVIRONMENT, service, sign_as_carrier

COMPLETE = "orders.store_api, completing a cart"  # the first call that also loads Stripe's SDK and asks it
WANTED = {  # of several, the call that has these words
    "payments.stripe_webhook": "payment_intent.succeeded",
    "support.sync_helpdesk": "closed",  # as the double remembers the ticket in the end
}
CARRIER_NEWS = {"status": "delivered", "event_id": "ups-1", "tracking_number": "1Z1"}


@dataclass(frozen=True)
class FirstCall:
    """An event, the rows it meets, and what was answered in the story."""

    event: Any
    rows: Rows
    answer: Any
    files: Mapping[str, bytes] = field(default_factory=dict)  # of the bucket, by key


class Recorder:
    """Stands between the story and the Lambdas, and keeps the first call of each."""

    def __init__(self) -> None:
        self.calls: dict[str, FirstCall] = {}
        self.is_on = False
        self._handler = in_process._handler

    def handler(self, function: str) -> Any:
        """The Lambda, listened to."""
        own = self._handler(function)

        def heard(event: Any, context: Any) -> Any:
            name = COMPLETE if str(event.get("rawPath")).endswith("/complete") else function
            if not self.is_on or name in self.calls or WANTED.get(name, "") not in json.dumps(event):
                return own(event, context)
            before, rows = copy.deepcopy(event), _rows()
            files = _files() if function.startswith("search.") else {}
            self.calls[name] = FirstCall(before, rows, own(event, context), files)
            return self.calls[name].answer

        return heard


@contextmanager
def first_calls() -> Iterator[tuple[dict[str, FirstCall], dict[str, str]]]:
    """The calls by Lambda, such as `orders.on_payment`, and the environment they need; while Stripe's double stands."""
    with MonkeyPatch.context() as patch:
        recorder = Recorder()
        patch.setattr(in_process, "_handler", recorder.handler)
        patch.setattr(telemetry.logger.registered_handler, "stream", StringIO())
        with in_process.shop(patch) as shop:
            with redirect_stdout(StringIO()):
                _play(shop, recorder)
            tables = {f"{each.table.name.upper()}_TABLE": each.table.physical_name for each in DOMAINS if each.table}
            yield (
                recorder.calls,
                {**ENVIRONMENT, **tables, "STRIPE_API_BASE": shop.double.url, "HELPDESK_URL": shop.helpdesk.url},
            )


def _play(shop: InProcessShop, recorder: Recorder) -> None:
    now = datetime.now(UTC)
    shop.clock.now = now - timedelta(days=1)
    location, option = shop.a_location(), shop.a_shipping_option()
    variant = shop.a_variant(units=100, location=location)
    _an_order(shop, variant, option)  # a sale of yesterday, for tonight's report
    shop.complete(shop.a_cart(variant, option))  # and one that was never paid, for the sweepers
    shop.clock.now, recorder.is_on = now, True
    _furnish(shop)
    shop.call("GET", "/store/products")
    shop.call("POST", "/store/sessions", {"access_token": "no token"})  # elsewhere the pool's double is not there
    jane = shop.sign_in(shop.pool.sign_up("jane@example.com"))
    shop.call("GET", "/store/me", **jane)
    shop.admin("GET", "/admin/customers")
    shop.call("GET", "/store/me/company", **jane)
    shop.admin("POST", "/admin/companies", {"name": "Doe", "tax_ids": [{"country": "DE", "number": "DE136695976"}]})
    order = _an_order(shop, variant, option)
    _search(shop)
    _publishing(shop, recorder)
    _ship_and_refund(shop, order, location)
    _by_the_clock(shop, now)
    _export(shop)
    _picture(shop)
    _support(shop)
    _privacy(shop)
    _watching(recorder)


def _an_order(shop: InProcessShop, variant: str, option: str) -> Any:
    _, completed, _ = shop.complete(shop.a_cart(variant, option, 2))
    shop.pay(completed)
    shop.pump()
    return shop.order(completed["order"]["id"])


def _furnish(shop: InProcessShop) -> None:
    key = shop.run("access.issue_key", {"name": "owner", "scopes": "all"})
    shop.run("access.invite_owner", {"email": "olga@example.com", "name": "Olga"})
    shop.run("access.authorizer", {"identitySource": [f"Bearer {key['token']}"], "headers": {}})
    shop.admin("GET", "/admin/api_keys")
    shop.admin("GET", "/admin/audit")
    shop.admin("GET", "/admin/approvals")
    shop.admin("GET", "/admin/system/events?object=order_1")
    shop.admin("GET", "/admin/letters")
    shop.call("GET", "/health")
    shop.a_shipping_option()
    shop.a_variant()


def _search(shop: InProcessShop) -> None:
    """The index is built, and asked by whoever has not opened it yet."""
    shop.run("search.build_index")
    shop.call("GET", "/store/search?q=ts")


def _ship_and_refund(shop: InProcessShop, order: Any, location: str) -> None:
    line = order["items"][0]["id"]
    shop.admin(
        "POST",
        f"/admin/orders/{order['id']}/fulfillments",
        {
            "location_id": location,
            "items": [{"line_item_id": line, "quantity": 2}],
            "tracking": {"company": "ups", "number": CARRIER_NEWS["tracking_number"]},
        },
    )
    shop.pump()
    raw = json.dumps({**CARRIER_NEWS, "occurred_at": shop.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")})
    signature = sign_as_carrier(raw.encode(), shop.clock.now)
    shop.call("POST", "/webhooks/carriers/ups", raw, Carrier_Signature=signature)
    shop.pump()
    shop.admin("GET", f"/admin/payments/{order['payments'][0]}")
    shop.admin("POST", "/admin/refunds", {"order_id": order["id"], "amount": 100})
    shop.pump()


def _export(shop: InProcessShop) -> None:
    migration = ("/admin/migrations", {"table": "limits", "segments": 1})
    exports = [(f"/admin/{what}/export", dict[str, str]()) for what in ("orders", "audit", "customers")]
    upload_id = shop.admin("POST", "/admin/customers/uploads", {"size_bytes": 64})[1]["id"]
    put_file(f"uploads/{upload_id}", b"email\nimported@example.com", "text/csv")
    imports = ("/admin/customers/import", {"upload_id": upload_id})
    for path, body in (*exports, imports, migration):
        _, job, _ = shop.admin("POST", path, body)
        shop.pump()
        shop.go_through(job["id"])
        shop.admin("GET", f"/admin/jobs/{job['id']}")
    shop.run("jobs.look_after_jobs")


def _picture(shop: InProcessShop) -> None:
    content = a_picture(1200, 900)
    asked = {"size_bytes": len(content), "content_type": "image/jpeg", "sha256": hashlib.sha256(content).hexdigest()}
    upload_id = shop.admin("POST", "/admin/media/uploads", asked)[1]["id"]
    put_file(f"uploads/{upload_id}", content, "image/jpeg")
    product = shop.admin("GET", "/admin/products?limit=1")[1]["data"][0]
    shop.admin("POST", f"/admin/products/{product['id']}/media", {"upload_id": upload_id})
    shop.pump()
    shop.run("catalog.sweep_media")
    shop.run("catalog.sweep_changes")


def _support(shop: InProcessShop) -> None:
    ticket = shop.a_ticket()
    shop.pump()
    shop.run("support.take_mail", told_by_s3())
    shop.admin("PATCH", f"/admin/tickets/{ticket['id']}", {"status": "solved"})
    now = shop.clock.now
    shop.clock.advance(days=15)
    shop.run("support.close_solved")
    shop.clock.now = now


def told_by_s3() -> dict[str, Any]:
    """What S3 says of itself once: elsewhere no mail is there to be read."""
    return {"Records": [{"messageId": "1", "eventSource": "aws:sqs", "body": '{"Event": "s3:TestEvent"}'}]}


def _privacy(shop: InProcessShop) -> None:
    session = shop.sign_in(shop.pool.sign_up("going@example.com"))
    _, erasure, _ = shop.call("POST", "/store/me/erasure", **session)
    shop.admin("GET", f"/admin/erasures/{erasure['id']}")
    for _ in range(2):
        shop.run("privacy.erase_people")
    shop.pump()


def _by_the_clock(shop: InProcessShop, now: datetime) -> None:
    today = now.date().isoformat()
    shop.admin("GET", f"/admin/reports/sales?from={today}&to={today}")
    tick = {"time": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    for schedule in (
        "reports.daily_sales",
        "payments.resume_payments",
        "orders.expire_unpaid",
        "notifications.resend_mail",
        "approvals.expire_approvals",
    ):
        shop.run(schedule, dict(tick))


def _publishing(shop: InProcessShop, recorder: Recorder) -> None:
    """Each publisher is woken by a row that was said just now; whose it is makes no difference to it."""
    shop.a_variant()
    rows = _rows()
    said = next(item for items in rows.values() for item in items if "unsent" in item)
    event = {"Records": [{"eventName": "INSERT", "dynamodb": {"NewImage": said}}]}
    for domain in DOMAINS:
        for function in domain.functions:
            if isinstance(function, Publisher):
                recorder.calls[f"{domain.name}.{function.name}"] = FirstCall(event, rows, None)


def _watching(recorder: Recorder) -> None:
    rows = _rows()
    level = next(
        item for items in rows.values() for item in items
        if item["pk"]["S"].startswith("VARIANT#") and item["sk"]["S"].startswith("LEVEL#")
    )  # fmt: skip
    change = {"Keys": {"pk": level["pk"], "sk": level["sk"]}, "NewImage": {**level, **to_wire({"available": 0})}}
    event = {"Records": [{"eventName": "MODIFY", "dynamodb": change}]}
    recorder.calls["inventory.watch_levels"] = FirstCall(event, rows, None)


def _files() -> dict[str, bytes]:
    """Every file of the bucket as it is now."""
    bucket = ENVIRONMENT["REPORTS_BUCKET"]
    found = service("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    return {each["Key"]: service("s3").get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in found}


def _rows() -> Rows:
    """Every item of every table as it is now."""
    return {name: list(table.items.values()) for name, table in database.here().tables.items()}
