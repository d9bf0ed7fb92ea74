"""Reports as CSV."""

import csv
import io
from datetime import date

import pytest

from events import OrderPlaced
from functions.reports import rows, summary
from functions.reports.counts import count
from functions.reports.spreadsheet import day_csv, report_csv
from tests.reports.builders import a_fact, a_line, a_sale


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_a_spreadsheet_is_told_that_it_is_utf_8() -> None:
    """Excel takes a file without the mark for its own alphabet."""
    assert products_csv("Łopata für Gärtner", a_sale()).encode().startswith(b"\xef\xbb\xbfproduct_id,title,")


def products_csv(title: str, sale: OrderPlaced) -> str:
    counts = count([a_fact(sale)], {})
    return report_csv("product", rows.products(counts, {"prod_MUG": title}))


def test_amounts_are_in_major_units_of_their_currency() -> None:
    dollars, yen = (
        a_sale("order_1", a_line(unit_price=1999)),
        a_sale("order_2", a_line(unit_price=1999), currency="JPY"),
    )
    counts = count([a_fact(dollars), a_fact(yen)], {})
    by_currency = {row["currency"]: row for row in table(report_csv("country", rows.countries(counts)))}
    assert by_currency["USD"]["gross_total"] == "39.98"
    assert by_currency["JPY"]["gross_total"] == "3998"


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1+1", "＠SUM(A1)"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(title: str) -> None:
    [row] = table(products_csv(title, a_sale()))
    assert row["title"] == "'" + title


def test_commas_quotes_and_line_breaks_survive() -> None:
    title = 'Mug, "large"\nblue'
    text = products_csv(title, a_sale())
    assert table(text)[0]["title"] == title
    assert text.count("\r\n") == 2


def test_what_belongs_to_orders_is_empty_for_a_product() -> None:
    [row] = table(products_csv("Mug", a_sale()))
    assert (row["shipping_total"], row["refunded_total"], row["total"]) == ("", "", "")


def test_a_negative_amount_stays_a_number() -> None:
    [row] = table(
        report_csv("country", [rows.countries(count([a_fact(a_sale())], {}))[0].model_copy(update={"total": -5})])
    )
    assert row["total"] == "-0.05"


def test_a_days_file_holds_every_grouping_in_one_table() -> None:
    facts = [a_fact(a_sale())]
    report = summary.summary_of(date(2026, 11, 22), count(facts, {}), facts)
    by = {row["group_by"]: row for row in table(day_csv(report))}
    assert list(by) == ["total", "country", "product", "variant"]
    assert by["variant"]["sku"] == "MUG"
    assert {row["units"] for row in by.values()} == {"2"}
