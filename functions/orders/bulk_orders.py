"""Ship or cancel many orders: a job that does each by the command that does one, and tells of each what became of it.

Whoever asked must be able to do it when it is done, too: their scopes and locations are looked up before each order. An
order is a commit of its own under a key that the job and the order have together: a chunk that is done again finds
what it did. What needs a second person's approval is reported, and nobody is asked.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions import access, inventory, jobs
from functions.orders import store
from functions.orders.cancel_order import cancel_order
from functions.orders.fulfill_items import fulfill_items
from functions.orders.inputs import BulkCancellation, BulkShipment, Cancellation, ItemQuantity, NewFulfillment
from functions.orders.order import Order
from functions.orders.table import SPEC
from shared import approvals, ids, spreadsheet, telemetry
from shared.dynamo import commit, fetch
from shared.errors import Forbidden, Invalid, NotFound, Refused, Stale
from shared.http import Reply, Request
from shared.idempotency import InProgress, Replay, claim_of

RESULT = ("order_id", "number", "status", "code", "message")
REFUSALS = (Refused, Invalid, NotFound, Forbidden)
SHIP, CANCEL = "fulfillment.create", "order.cancel"  # as the audit log calls what is done to one order


class NothingToShip(Refused):
    """All of it has left, was refunded or canceled."""

    code = "nothing_to_ship"

    def __init__(self) -> None:
        super().__init__("Nothing of the order is left to ship.")


class AskerGone(Refused):
    """Whoever asked could not do it themselves any more."""

    code = "asker_gone"

    def __init__(self) -> None:
        super().__init__("Whoever asked for it was deactivated, or may not do it any more.")


@dataclass(frozen=True)
class Told:
    """What became of an order. status: done or failed."""

    order_id: str
    number: int | None
    status: str
    code: str | None = None
    message: str | None = None

    @property
    def line(self) -> list[str]:
        return [spreadsheet.cell(getattr(self, name)) for name in RESULT]


def ship_orders(body: BulkShipment, request: Request) -> Reply[jobs.JobView]:
    """The job that ships what is left of each, from one location.

    Raises UnknownLocation, LocationNotAllowed or TooManyJobs. What is wrong with an order, the result tells.
    """
    request.require_location(body.location_id)
    _, locations = fetch(request.claim.read, inventory.locations())
    inventory.require_location(body.location_id, locations)
    return _begun(ORDER_SHIPPING, body.model_dump(mode="json"), (), request)


def cancel_orders(body: BulkCancellation, request: Request) -> Reply[jobs.JobView]:
    """The job that cancels each. Raises TooManyJobs, or Forbidden where money shall go back and the key moves none."""
    if body.refund:
        request.require_scope(approvals.MONEY)
    fetch(request.claim.read)
    return _begun(ORDER_CANCELING, body.model_dump(mode="json"), (approvals.MONEY,) if body.refund else (), request)


def _begun(kind: jobs.Kind, params: jobs.Params, besides: tuple[str, ...], request: Request) -> Reply[jobs.JobView]:
    job, writes = jobs.begin_job(kind, {**params, "by": request.principal}, request, besides)
    reply = Reply(jobs.view_of(job), 202, version=job.version)
    told = {name: value for name, value in params.items() if name != "orders"} | {"order_count": len(params["orders"])}
    commit(*writes, *request.settle(reply, on=job.id, after=told))
    return reply


def _things(params: jobs.Params) -> Iterator[str]:
    return (json.dumps(each) for each in params["orders"])


def _ship(params: jobs.Params, thing: dict[str, Any], order: Order, request: Request) -> None:
    left = [ItemQuantity(line_item_id=line.id, quantity=line.to_ship) for line in order.lines if line.to_ship]
    if not left:
        raise NothingToShip
    body = NewFulfillment(
        location_id=params["location_id"],
        items=left,
        tracking=thing.get("tracking"),
        notify_customer=params["notify_customer"],
    )
    fulfill_items(order.id, body, request)


def _cancel(params: jobs.Params, _thing: dict[str, Any], order: Order, request: Request) -> None:
    same = {name: params[name] for name in ("reason", "restock", "refund")}
    cancel_order(order.id, Cancellation.model_validate(same), request)


@dataclass(frozen=True)
class Doing:
    """What is done to each order: under which name and with which scope, as by its own route."""

    action: str
    scope: str
    does: Callable[[jobs.Params, dict[str, Any], Order, Request], None]

    def work(self, params: jobs.Params, things: list[str], now: datetime) -> jobs.Worked:
        """A chunk: each of its orders by itself."""
        told = [self._take(params, json.loads(thing), now) for thing in things]
        failed = sum(each.status == "failed" for each in told)
        counts = Counter(each.code for each in told if each.code)
        written = spreadsheet.written([each.line for each in told])
        return jobs.Worked(written.encode(), failed=failed, counts=counts)

    def _take(self, params: jobs.Params, thing: dict[str, Any], now: datetime) -> Told:
        jobs.require_running(params["job_id"])
        order_id: str = thing["order_id"]
        number: int | None = None
        try:
            (whole,) = fetch(store.order_of_nobody(order_id))
            number = whole.order.number
            self._do(params, thing, whole.order, now)
        except REFUSALS as refusal:
            if isinstance(refusal, Stale | InProgress):
                raise  # another is at work on the very same: the chunk is tried again
            return Told(order_id, number, "failed", refusal.code, refusal.message)
        return Told(order_id, number, "done")

    def _do(self, params: jobs.Params, thing: dict[str, Any], order: Order, now: datetime) -> None:
        """Do it, or find that it was done by this job before. Raises what its command refuses."""
        request = self._request(params, order.id, now)
        try:
            fetch(request.claim.read)
            self.does(params, thing, order, request)
        except Replay:
            return
        except REFUSALS:
            try:  # it may be of the traces of another try of this chunk, which has done it just now
                fetch(request.claim.read)
            except Replay:
                return
            raise
        telemetry.note("order_done_in_bulk", order_id=order.id, job_id=params["job_id"], type=self.action)

    def _request(self, params: jobs.Params, order_id: str, now: datetime) -> Request:
        """As whoever asked would send it now. Raises AskerGone."""
        standing = access.standing(params["by"], now)
        if standing is None or self.scope not in standing.scopes:
            raise AskerGone
        request_id = ids.new_id("req", now)
        telemetry.begin(request_id, params["job_id"])
        key, what = f"{params['job_id']}:{order_id}", f"{self.action} {order_id}"
        return Request(
            id=request_id,
            now=now,
            method="POST",
            path=f"/admin/orders/{order_id}",
            principal=params["by"],
            scopes=standing.scopes,
            claim=claim_of(SPEC, params["by"], key, what.encode(), now),
            if_match=None,
            headers={},
            raw=b"",
            action=self.action,
            locations=standing.locations,
            may_ask=False,
        )


def _kind(name: str, file: str, doing: Doing) -> jobs.Kind:
    return jobs.Kind(
        name,
        "orders",
        scope=doing.scope,
        things=_things,
        work=doing.work,
        head=lambda _: (spreadsheet.MARK + spreadsheet.written([RESULT])).encode(),
        file=lambda _: (file, "text/csv; charset=utf-8"),
        chunk_size=20,
    )


ORDER_SHIPPING = _kind("order_shipping", "shipped.csv", Doing(SHIP, "fulfillment:write", _ship))
ORDER_CANCELING = _kind("order_canceling", "canceled.csv", Doing(CANCEL, "orders:write", _cancel))
