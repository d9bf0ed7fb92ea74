"""GET /admin/reports/sales."""

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.reports import read_sales
from functions.reports.handlers import admin_api, count_sales, daily_sales
from shared import clock
from shared.dynamo import commit, create
from tests.reports.builders import (
    MUG,
    SHIRT_L,
    SHIRT_M,
    a_cancellation,
    a_line,
    a_message,
    a_refund,
    a_sale,
    a_shipment,
)
from tests.world import NOON, Clock, api_event

TODAY = NOON.date()
NIGHT = NOON + timedelta(hours=12, minutes=5)

pytestmark = pytest.mark.usefixtures("clock_")


def hear(event: Any, at: datetime = NOON) -> None:
    count_sales.handler(a_message(event, at), None)


def get(scopes: str = "reports:read", headers: dict[str, str] | None = None, **query: Any) -> dict[str, Any]:
    whole = {"from": str(TODAY), "to": str(TODAY), **{name: str(value) for name, value in query.items()}}
    whole = {name.rstrip("_"): value for name, value in whole.items() if value != "None"}
    event = api_event("GET", "/admin/reports/sales", query=whole, scopes=scopes, headers=headers or {})
    return admin_api.handler(event, None)


def body(**query: Any) -> dict[str, Any]:
    answer = get(**query)
    assert answer["statusCode"] == 200, answer["body"]
    found: dict[str, Any] = json.loads(answer["body"])
    return found


def close(clock_: Clock, at: datetime = NIGHT) -> None:
    clock_.now = at
    daily_sales.handler({"time": clock.stamp(at)}, None)


def a_product_with_title(title: str) -> None:
    from functions.catalog.lifecycle import Status
    from functions.catalog.product import Product
    from functions.catalog.table import SPEC, product_item

    stamp = clock.stamp(NOON)
    product = Product("prod_MUG", "mug", title, Status.ACTIVE, stamp, stamp)
    commit(create(SPEC, product_item(product)))


def test_todays_sales_are_there_at_once() -> None:
    hear(a_sale())
    report = body()
    assert (report["object"], report["report"], report["from"], report["to"]) == (
        "report",
        "sales",
        str(TODAY),
        str(TODAY),
    )
    [row] = report["data"]
    assert (row["day"], row["currency"], row["orders"], row["units"]) == (str(TODAY), "USD", 1, 2)
    assert report["totals"][0]["total"] == a_sale().total


def test_days_currencies_and_countries_stand_apart() -> None:
    hear(a_sale("order_1", country="DE"))
    hear(a_sale("order_2", country="JP", currency="JPY"), at=NOON + timedelta(days=1))
    days = body(to=TODAY + timedelta(days=1))
    assert [(row["currency"], row["day"]) for row in days["data"]] == [
        ("JPY", str(TODAY + timedelta(days=1))),
        ("USD", str(TODAY)),
    ]
    countries = body(to=TODAY + timedelta(days=1), group_by="country")
    assert [(row["currency"], row["country"]) for row in countries["data"]] == [("JPY", "JP"), ("USD", "DE")]
    dollars = body(to=TODAY + timedelta(days=1), currency="USD")
    assert [row["currency"] for row in dollars["totals"] + dollars["data"]] == ["USD", "USD"]


def test_products_and_variants_come_with_their_names() -> None:
    a_product_with_title("Mug, large")
    hear(a_sale("order_1", a_line(MUG), a_line(SHIRT_M)))
    by_id = {row["product_id"]: row for row in body(group_by="product")["data"]}
    assert by_id["prod_MUG"]["title"] == "Mug, large"
    assert by_id["prod_SHIRT"]["title"] is None
    assert by_id["prod_MUG"]["refunded_total"] is None
    variants = {row["variant_id"]: row for row in body(group_by="variant")["data"]}
    assert (variants[MUG]["sku"], variants[MUG]["title"]) == ("MUG", "Mug, large")


def test_a_closed_day_says_the_same_as_its_facts_said(clock_: Clock) -> None:
    for event in (
        a_sale("order_1", a_line(MUG), a_line(SHIRT_M)),
        a_sale("order_2", currency="JPY"),
        a_refund(),
        a_cancellation("order_2"),
        a_shipment(),
    ):
        hear(event)
    before = [body(group_by=group) for group in ("day", "country", "product", "variant")]
    close(clock_)
    assert [body(group_by=group) for group in ("day", "country", "product", "variant")] == before


def test_a_closed_day_is_answered_without_its_facts(clock_: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    hear(a_sale())
    close(clock_)
    monkeypatch.setattr(read_sales, "FACTS_MAX", 0)
    assert body()["totals"][0]["orders"] == 1


def test_a_late_fact_is_in_the_answer_before_its_day_is_closed_again(clock_: Clock) -> None:
    hear(a_sale("order_1"))
    close(clock_)
    hear(a_sale("order_2"), at=NOON)
    assert body()["totals"][0]["orders"] == 2
    assert body(from_=TODAY - timedelta(days=1), to=TODAY + timedelta(days=1))["totals"][0]["orders"] == 2


def test_a_file_that_is_not_the_one_of_the_closing_is_not_believed(clock_: Clock) -> None:
    from shared.files import put_file

    hear(a_sale())
    close(clock_)
    put_file(f"sales/{TODAY}.json", b"{}", "application/json")
    assert body()["totals"][0]["orders"] == 1


@pytest.mark.parametrize("how", [{"format": "csv"}, {"headers": {"Accept": "text/csv"}}])
def test_csv_on_request(how: dict[str, Any]) -> None:
    hear(a_sale())
    answer = get(**how)
    assert answer["headers"]["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["body"].startswith("\ufeff"), "so that Excel reads it as UTF-8"
    [row] = csv.DictReader(io.StringIO(answer["body"][1:]))
    assert (row["day"], row["gross_total"]) == (str(TODAY), "25.00")


def test_json_where_the_parameter_says_so_whatever_is_accepted() -> None:
    assert get(format="json", headers={"Accept": "text/csv"})["body"].startswith("{")


def test_no_sales_is_an_empty_report() -> None:
    assert body() == {
        "object": "report",
        "report": "sales",
        "from": str(TODAY),
        "to": str(TODAY),
        "group_by": "day",
        "currency": None,
        "totals": [],
        "data": [],
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"from": "2026-11-23", "to": "2026-11-22"}, "invalid_range"),
        ({"from": "2026-01-01", "to": "2026-11-22"}, "invalid_range"),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "invalid_range"),
        ({"from": "22.11.2026"}, "invalid_parameter"),
        ({"from": "1700000000"}, "invalid_parameter"),
        ({"from": "2026-02-30"}, "invalid_parameter"),
        ({"from": "2026-W47-1"}, "invalid_parameter"),
        ({"from": "٢٠٢٦-١١-٢٢"}, "invalid_parameter"),
        ({"from": "None"}, "invalid_parameter"),
        ({"group_by": "color"}, "invalid_parameter"),
        ({"currency": "XXX"}, "invalid_parameter"),
        ({"format": "pdf"}, "invalid_parameter"),
        ({"form": "csv"}, "invalid_parameter"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(query: dict[str, str], code: str) -> None:
    answer = get(**dict[str, Any](query))
    assert answer["statusCode"] == 400
    assert json.loads(answer["body"])["error"]["code"] == code


def test_the_far_future_is_empty_and_the_far_past_too() -> None:
    assert body(**{"from": "9999-12-31", "to": "9999-12-31"})["data"] == []
    assert body(**{"from": "0001-01-01", "to": "0001-01-02"})["data"] == []


def test_more_facts_than_a_call_counts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_sales, "FACTS_MAX", 1)
    hear(a_sale("order_1"))
    hear(a_sale("order_2"))
    answer = get()
    assert answer["statusCode"] == 422
    assert json.loads(answer["body"])["error"]["code"] == "report_too_large"


def test_more_rows_than_an_answer_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admin_api, "ROWS_MAX", 1)
    hear(a_sale("order_1", a_line(SHIRT_M), a_line(SHIRT_L)))
    assert [get(group_by=group)["statusCode"] for group in ("variant", "product")] == [422, 200]
    hear(a_sale("order_2", a_line(MUG)))
    assert get(group_by="product")["statusCode"] == 422


def test_the_scope_is_asked_for() -> None:
    assert get(scopes="orders:read")["statusCode"] == 403
