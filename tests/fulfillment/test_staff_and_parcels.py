"""What staff do with a parcel: mark it as delivered, add or correct its tracking."""

import json
from typing import Any

import pytest

from tests.fulfillment.builders import (
    FULFILLMENT,
    NUMBER,
    ORDER,
    UPS,
    a_body,
    a_ful,
    everything,
    hear,
    new_order,
    post_webhook,
    said,
    ship_a_parcel,
    staff,
)

pytestmark = pytest.mark.usefixtures("world")

DELIVER = f"/admin/fulfillments/{FULFILLMENT}/deliver"
TRACKING = f"/admin/fulfillments/{FULFILLMENT}/tracking"
OTHER = {"company": "dhl", "number": "JD 0001"}


def post(path: str, body: Any = None, **more: Any) -> tuple[int, Any]:
    answer = staff("POST", path, body, **more)
    return answer["statusCode"], json.loads(answer["body"])


def report(status: str, number: str = NUMBER, carrier: str = "ups") -> None:
    post_webhook(a_body(status=status, tracking_number=number), carrier)
    hear(*said("carrier.event_received"))


def a_parcel(fulfillment_id: str = FULFILLMENT) -> Any:
    return json.loads(staff("GET", f"/admin/fulfillments/{fulfillment_id}")["body"])


def test_a_letter_is_delivered_by_staff() -> None:
    ship_a_parcel(tracking=None)
    status, parcel = post(DELIVER)
    assert (status, parcel["status"], parcel["delivered_by"]) == (200, "delivered", "key_TEST")
    assert (parcel["delivered_at"], parcel["version"]) == ("2026-11-22T12:00:00.000Z", 2)
    (delivered,) = said("fulfillment.delivered")
    assert delivered["data"]["fulfillment_id"] == FULFILLMENT


def test_a_parcel_delivered_twice_is_delivered_once() -> None:
    ship_a_parcel()
    first, again = post(DELIVER), post(DELIVER)
    assert first == again
    keyed = [post(DELIVER, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert keyed == [first, first]
    assert len(said("fulfillment.delivered")) == 1


def test_a_sent_again_request_gets_its_first_answer() -> None:
    ship_a_parcel()
    first = post(DELIVER, headers={"Idempotency-Key": "k"})
    post(TRACKING, {"company": "ups", "number": NUMBER, "url": "https://ups.example/1"})
    assert post(DELIVER, headers={"Idempotency-Key": "k"}) == first


def test_what_a_carrier_delivered_staff_need_not() -> None:
    ship_a_parcel()
    report("delivered")
    assert post(DELIVER)[1]["delivered_by"] is None


def test_what_comes_back_is_not_delivered() -> None:
    ship_a_parcel()
    report("return_to_sender")
    before = everything()
    status, body = post(DELIVER)
    assert (status, body["error"]["code"], body["error"]["details"]) == (409, "wrong_state", {"status": "returned"})
    assert everything() == before


@pytest.mark.parametrize(("path", "body"), [(DELIVER, None), (TRACKING, OTHER)])
def test_an_old_version_and_a_missing_scope_are_refused(path: str, body: Any) -> None:
    ship_a_parcel()
    before = everything()
    assert post(path, body, headers={"If-Match": '"7"'})[0] == 412
    assert post(path, body, scopes="fulfillment:read orders:write")[0] == 403
    assert everything() == before
    assert post(path, body, headers={"If-Match": '"1"'})[0] == 200


@pytest.mark.parametrize("fulfillment_id", [a_ful(7), "ful_1", "x", ORDER])
def test_what_is_not_there_is_not_found(fulfillment_id: str) -> None:
    ship_a_parcel()
    assert post(f"/admin/fulfillments/{fulfillment_id}/deliver")[0] == 404
    assert post(f"/admin/fulfillments/{fulfillment_id}/tracking", OTHER)[0] == 404


def test_tracking_can_be_added_later() -> None:
    ship_a_parcel(tracking=None)
    status, parcel = post(TRACKING, OTHER)
    assert (status, parcel["tracking"]) == (200, {**OTHER, "url": None})
    report("delivered", "jd0001", "dhl")
    assert a_parcel()["status"] == "delivered"


def test_a_corrected_number_frees_the_old_one() -> None:
    ship_a_parcel()
    report("out_for_delivery")
    assert post(TRACKING, OTHER)[1]["tracking_status"] == "unknown"
    report("delivered")
    assert a_parcel()["status"] == "shipped"
    report("delivered", "JD0001", "dhl")
    assert a_parcel()["status"] == "delivered"


def test_of_a_shared_number_only_the_corrected_parcel_leaves() -> None:
    ship_a_parcel()
    ship_a_parcel(a_ful(2), UPS, new_order())
    post(TRACKING, OTHER)
    report("delivered")
    assert (a_parcel()["status"], a_parcel(a_ful(2))["status"]) == ("shipped", "delivered")


def test_what_was_told_of_the_new_number_is_the_parcels() -> None:
    report("delivered", "JD0001", "dhl")
    ship_a_parcel()
    assert post(TRACKING, OTHER)[1]["status"] == "delivered"
    assert len(said("fulfillment.delivered")) == 1


def test_the_same_number_again_changes_only_how_it_is_shown() -> None:
    ship_a_parcel()
    report("in_transit")
    told = {"company": "ups", "number": f" {NUMBER.lower()}", "url": "https://ups.example/1"}
    parcel = post(TRACKING, told)[1]
    assert (parcel["tracking"], parcel["tracking_status"]) == ({**told, "number": NUMBER.lower()}, "in_transit")
    report("delivered")
    assert post(TRACKING, {"company": "ups", "number": NUMBER})[1]["status"] == "delivered"
    assert post(TRACKING, OTHER)[1]["error"]["code"] == "wrong_state"


@pytest.mark.parametrize("body", [None, {}, {"company": "ups"}, {**OTHER, "status": "x"}, {**OTHER, "number": "-"}, []])
def test_tracking_in_another_form_changes_nothing(body: Any) -> None:
    ship_a_parcel()
    before = everything()
    assert post(TRACKING, body)[0] in (400, 422)
    assert everything() == before
