"""A shelf that runs low: its table's stream is followed, and staff get one mail about it."""

from tests.journeys.shop import Shop


def test_staff_are_told_once_when_a_shelf_runs_low(shop: Shop, option: str) -> None:
    place = shop.a_location()
    variant_id = shop.a_variant(units=3, location=place)
    threshold = shop.admin("PATCH", f"/admin/inventory/levels/{variant_id}/{place}", {"reorder_point": 2})
    assert threshold.status == 200, threshold.raw
    sku = threshold.json["sku"]
    assert shop.mails(sku) == []
    shop.an_order(variant_id, option)  # three left become two
    shop.until("staff are told", lambda: shop.mails(sku))
    shop.an_order(variant_id, option)  # low already
    assert [mail["To"] for mail in shop.mails(sku)] == [["staff@example.com"]]
