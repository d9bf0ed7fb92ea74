"""Many orders shipped or canceled by a job: each once, by who may do it then, and told of each what became of it."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from functions.jobs import files, run_job
from functions.orders.fulfill_items import fulfill_items
from shared.dynamo import calls
from shared.errors import Unavailable
from tests.approvals.office import Office, Person, asking_a_second_person
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process
from tests.jobs.test_order_export import result, rows, shown


class Desk:
    """A shop with some paid orders of a unit each, and somebody who works through them."""

    def __init__(self, shop: InProcessShop, count: int = 3, units: int = 9) -> None:
        self.shop, self.office = shop, Office(shop)
        self.place = shop.a_location()
        variant, option = shop.a_variant(units=units, location=self.place), shop.a_shipping_option()
        self.ids = [self._paid(variant, option) for _ in range(count)]

    def _paid(self, variant: str, option: str) -> str:
        _, completed, _ = self.shop.complete(self.shop.a_cart(variant, option))
        self.shop.pay(completed)
        self.shop.pump()
        return str(completed["order"]["id"])

    def ship(self, *order_ids: str, by: Person | None = None, **more: Any) -> str:
        """The id of a job that ships these, or all."""
        orders = [{"order_id": each} for each in order_ids or self.ids]
        body = {"location_id": self.place, "orders": orders, **more}
        return self._begun("ship", body, by)

    def cancel(self, *order_ids: str, by: Person | None = None, **more: Any) -> str:
        """The id of a job that cancels these, or all."""
        return self._begun("cancel", {"orders": [{"order_id": each} for each in order_ids or self.ids], **more}, by)

    def _begun(self, what: str, body: Any, by: Person | None) -> str:
        status, job, _ = (by or self.office.ann).ask("POST", f"/admin/orders/{what}", body)
        assert status == 202, job
        return str(job["id"])

    def told(self, job_id: str) -> list[tuple[str, str]]:
        """What became of each: (status, code), once the job is done."""
        self.shop.go_through(job_id)
        return self.read(job_id)

    def read(self, job_id: str) -> list[tuple[str, str]]:
        assert shown(self.shop, job_id)["status"] == "done"
        return [(row["status"], row["code"]) for row in rows(result(self.shop, job_id))]

    def parcels(self, order_id: str) -> int:
        return len(self.shop.order(order_id)["fulfillments"])


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Three paid orders; a chunk has two of them."""
    with in_process(monkeypatch) as shop:
        monkeypatch.setattr(run_job, "size_of", lambda _kind: 2)
        yield Desk(shop)


def test_each_is_shipped_whole_and_told_by_its_number(desk: Desk) -> None:
    job_id = desk.ship()
    assert desk.told(job_id) == [("done", "")] * 3
    assert [desk.shop.order(each)["fulfillment_status"] for each in desk.ids] == ["shipped"] * 3
    written = rows(result(desk.shop, job_id))
    assert [int(row["number"]) for row in written] == [desk.shop.order(each)["number"] for each in desk.ids]
    job = shown(desk.shop, job_id)
    assert (job["kind"], job["done"], job["failed"], job["total"]) == ("order_shipping", 3, 0, 3)


def test_a_parcel_has_its_tracking_number(desk: Desk) -> None:
    first, second, _ = desk.ids
    tracking = {"company": "ups", "number": "1Z999AA10123456784"}
    orders = [{"order_id": first, "tracking": tracking}, {"order_id": second}]
    desk.told(desk.ship(orders=orders))
    _, found, _ = desk.office.ann.ask("GET", "/admin/orders?tracking_number=1Z999AA10123456784")
    assert [each["id"] for each in found["data"]] == [first]


def test_what_cannot_be_done_is_told_and_keeps_no_other_from_it(desk: Desk) -> None:
    first, second, third = desk.ids
    desk.told(desk.cancel(second))
    desk.told(desk.ship(first))
    job_id = desk.ship(first, second, "order_01JD0000000000000000000001", third)
    assert desk.told(job_id) == [
        ("failed", "nothing_to_ship"),
        ("failed", "nothing_to_ship"),
        ("failed", "not_found"),
        ("done", ""),
    ]
    job = shown(desk.shop, job_id)
    assert (job["done"], job["failed"], job["counts"]) == (1, 3, {"nothing_to_ship": 2, "not_found": 1})


def test_a_chunk_that_is_done_twice_ships_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = desk.ship()
    (first, *_) = desk.shop.step(job_id, "plan")["chunks"]
    with monkeypatch.context() as lost:  # the note that the chunk is done
        lost.setattr(files, "put_part", _away)
        with pytest.raises(Exception, match="Unavailable"):
            desk.shop.step(job_id, "work", chunk=first)
    assert [desk.parcels(each) for each in desk.ids] == [1, 1, 0]
    assert desk.told(job_id) == [("done", "")] * 3
    assert [desk.parcels(each) for each in desk.ids] == [1, 1, 1]


def _away(*_: Any, **__: Any) -> Any:
    raise Unavailable("away")


def test_killed_before_any_of_its_calls_it_ships_each_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies before its first call to the database, its second, and so on, until it comes to its end."""
    job_id = desk.ship()
    chunks = desk.shop.step(job_id, "plan")["chunks"]
    asks, deaths = calls.ask, 0
    for lives in range(200):
        left = iter(range(lives))

        def ask(operation: str, left: Iterator[int] = left, **request: Any) -> Any:
            if next(left, None) is None:
                raise KeyboardInterrupt
            return asks(operation, **request)

        with monkeypatch.context() as mortal:
            for module in _asking(asks):
                mortal.setattr(module, "ask", ask)
            try:
                for chunk in chunks:
                    desk.shop.step(job_id, "work", chunk=chunk)
            except KeyboardInterrupt:
                deaths += 1
                continue
        break
    assert deaths > len(desk.ids)
    desk.shop.step(job_id, "finish")
    assert desk.read(job_id) == [("done", "")] * 3
    assert [desk.parcels(each) for each in desk.ids] == [1, 1, 1]


def _asking(asks: Any) -> list[Any]:
    """The modules of `shared` that call the database."""
    ours = [module for name, module in sys.modules.items() if name.startswith("shared.")]
    return [module for module in ours if vars(module).get("ask") is asks]


def test_once_it_is_canceled_nothing_more_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job_id = desk.ship()
    chunks = desk.shop.step(job_id, "plan")["chunks"]

    def ship_and_be_stopped(*asked: Any) -> Any:
        reply = fulfill_items(*asked)
        desk.office.ann.ask("POST", f"/admin/jobs/{job_id}/cancel")
        return reply

    monkeypatch.setattr("functions.orders.bulk_orders.fulfill_items", ship_and_be_stopped)
    for chunk in chunks:
        desk.shop.step(job_id, "work", chunk=chunk)
    assert [desk.parcels(each) for each in desk.ids] == [1, 0, 0]
    monkeypatch.undo()


def test_who_may_not_any_more_ships_nothing(desk: Desk) -> None:
    picker = desk.office.key("fulfillment:write", "jobs:read")
    job_id = desk.ship(by=picker)
    status, gone, _ = desk.office.ann.ask("DELETE", f"/admin/api_keys/{picker.id}")
    assert status == 200, gone
    assert desk.told(job_id) == [("failed", "asker_gone")] * 3
    assert [desk.parcels(each) for each in desk.ids] == [0, 0, 0]


def test_it_takes_the_scopes_of_what_is_done(desk: Desk) -> None:
    asked = {"location_id": desk.place, "orders": [{"order_id": desk.ids[0]}]}
    reader, seller = desk.office.key("orders:read"), desk.office.key("orders:write")
    assert reader.ask("POST", "/admin/orders/ship", asked)[0] == 403
    orders = {"orders": asked["orders"]}
    assert seller.ask("POST", "/admin/orders/cancel", orders)[0] == 403
    job_id = desk.cancel(by=seller, refund=False)
    assert desk.told(job_id) == [("done", "")] * 3
    assert desk.office.refunds(desk.ids[0]) == []


def test_each_is_canceled_and_its_money_goes_back_once(desk: Desk) -> None:
    job_id = desk.cancel(reason="inventory")
    assert desk.told(job_id) == [("done", "")] * 3
    desk.shop.pump()
    assert [desk.office.refunds(each) for each in desk.ids] == [[3143]] * 3
    assert desk.shop.order(desk.ids[0])["cancel_reason"] == "inventory"


def test_what_a_second_person_must_approve_is_told_and_nobody_is_asked(desk: Desk) -> None:
    with asking_a_second_person():
        assert desk.told(desk.cancel()) == [("failed", "needs_approval")] * 3
    assert desk.office.ann.ask("GET", "/admin/approvals")[1]["data"] == []
    assert [desk.shop.order(each)["status"] for each in desk.ids] == ["placed"] * 3


def test_the_log_and_the_timeline_tell_who_did_it(desk: Desk) -> None:
    desk.told(desk.ship())
    ann = desk.office.ann
    (entry,) = desk.office.log(f"object={desk.ids[0]}")
    assert (entry["action"], entry["actor"]["id"]) == ("fulfillment.create", ann.id)
    _, timeline, _ = ann.ask("GET", f"/admin/orders/{desk.ids[0]}/timeline")
    assert [each["actor"]["id"] for each in timeline["data"] if each["type"] == "fulfillment.shipped"] == [ann.id]


@pytest.mark.parametrize("count", [0, 2])
def test_an_order_is_named_once_and_one_at_least(desk: Desk, count: int) -> None:
    asked = {"location_id": desk.place, "orders": [{"order_id": desk.ids[0]}] * count}
    assert desk.office.ann.ask("POST", "/admin/orders/ship", asked)[0] == 422


def test_a_location_that_is_not_there_is_refused_before_there_is_a_job(desk: Desk) -> None:
    asked = {"location_id": "loc_01JD0000000000000000000001", "orders": [{"order_id": desk.ids[0]}]}
    status, refused, _ = desk.office.ann.ask("POST", "/admin/orders/ship", asked)
    assert (status, refused["error"]["code"], refused["error"]["param"]) == (422, "unknown_location", "location_id")
    assert desk.office.ann.ask("GET", "/admin/jobs")[1]["data"] == []
