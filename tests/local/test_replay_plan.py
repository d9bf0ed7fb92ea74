"""Which lines become orders, what undoes them, and what is left out."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal

import pytest

from local.replay import goods
from local.replay.figures import books_of
from local.replay.goods import Product, deliveries_of
from local.replay.plan import Plan, plan_of
from local.replay.trade_file import Reason, Trade, read_trade
from tests.local.trade import LARGE_FILE, a_line, a_trade, needs_large_file

MANY = 10**9


def why(plan: Plan) -> list[tuple[int, Reason]]:
    return [(each.number, each.reason) for each in plan.skipped]


def invoices(plan: Plan) -> list[str]:
    return [order.invoice for order in plan.orders]


def everything_once(plan: Plan, trade: Trade) -> None:
    ordered = [number for order in plan.orders for item in order.items for number in item.numbers]
    numbers = [*ordered, *plan.taken_back, *(each.number for each in plan.skipped)]
    assert sorted(numbers) == list(range(2, trade.size + 2))


def test_the_first_orders_are_those_of_the_earliest_invoices() -> None:
    trade = a_trade(
        a_line("3", at="2010-12-03 08:00:00"),
        a_line("2", at="2010-12-01 08:00:00"),
        a_line("1", at="2010-12-01 08:00:00"),
    )
    plan = plan_of(trade, 2)
    assert invoices(plan) == ["1", "2"]
    assert why(plan) == [(2, Reason.AFTER_THE_LAST)]


def test_lines_of_a_product_at_a_price_are_one_item() -> None:
    plan = plan_of(a_trade(a_line(quantity=1), a_line(quantity=2), a_line(quantity=3, price="2.10")), MANY)
    [order] = plan.orders
    assert [(item.sku, item.quantity, item.numbers) for item in order.items] == [
        ("85123A-255", 3, (2, 3)),
        ("85123A-210", 3, (4,)),
    ]
    assert order.worth == 3 * 255 + 3 * 210


def test_a_customer_has_one_made_up_address_and_a_stranger_one_an_invoice() -> None:
    plan = plan_of(a_trade(a_line("1"), a_line("2"), a_line("3", customer="")), MANY)
    assert [order.email for order in plan.orders] == [
        "customer-17850@example.com",
        "customer-17850@example.com",
        "guest-3@example.com",
    ]


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([a_line(country="Unspecified")], Reason.NO_COUNTRY),
        ([a_line(), a_line(customer="1.0")], Reason.MIXED_INVOICE),
        ([a_line(code=str(10_000 + n)) for n in range(61)], Reason.TOO_MANY_LINES),
        ([a_line(quantity=1, price="0.29")], Reason.TOTAL_TOO_SMALL),
        ([a_line(quantity=100_000, price="10.00")], Reason.TOTAL_TOO_LARGE),
    ],
)
def test_an_invoice_that_cannot_be_an_order_takes_all_its_lines_with_it(
    lines: list[dict[str, str]], reason: Reason
) -> None:
    trade = a_trade(*lines)
    plan = plan_of(trade, MANY)
    assert plan.orders == ()
    assert {each.reason for each in plan.skipped} == {reason}
    everything_once(plan, trade)


def test_sixty_lines_are_an_order_still() -> None:
    assert len(plan_of(a_trade(*(a_line(code=str(10_000 + n)) for n in range(60))), MANY).orders[0].items) == 60


class TestCancellations:
    def test_one_that_takes_everything_back_cancels_the_order(self) -> None:
        plan = plan_of(a_trade(a_line("1"), a_line("C2", quantity=-6)), MANY)
        assert plan.canceled == {"1"}
        assert not plan.refunds
        assert not plan.skipped

    def test_several_that_together_take_everything_back_cancel_it_too(self) -> None:
        plan = plan_of(a_trade(a_line("1"), a_line("C2", quantity=-2), a_line("C3", quantity=-4)), MANY)
        assert plan.canceled == {"1"}

    def test_one_that_takes_some_back_is_a_refund(self) -> None:
        plan = plan_of(a_trade(a_line("1"), a_line("C2", quantity=-2), a_line("C2", quantity=-1)), MANY)
        [refund] = plan.refunds
        assert (refund.cancellation, refund.invoice, refund.units, refund.worth) == (
            "C2",
            "1",
            (("85123A-255", 3),),
            765,
        )

    def test_the_latest_order_before_it_is_taken(self) -> None:
        trade = a_trade(
            a_line("1", at="2010-12-01 08:00:00"),
            a_line("2", at="2010-12-02 08:00:00"),
            a_line("3", at="2010-12-04 08:00:00"),
            a_line("C4", quantity=-1, at="2010-12-03 08:00:00"),
        )
        assert [refund.invoice for refund in plan_of(trade, MANY).refunds] == ["2"]

    def test_what_is_left_of_an_order_counts(self) -> None:
        trade = a_trade(
            a_line("1", at="2010-12-01 08:00:00"),
            a_line("2", at="2010-12-02 08:00:00"),
            a_line("C3", quantity=-4, at="2010-12-03 08:00:00"),
            a_line("C4", quantity=-4, at="2010-12-04 08:00:00"),
            a_line("C5", quantity=-4, at="2010-12-05 08:00:00"),
        )
        plan = plan_of(trade, MANY)
        assert [(refund.cancellation, refund.invoice) for refund in plan.refunds] == [("C3", "2"), ("C4", "1")]
        assert why(plan) == [(6, Reason.NOTHING_TO_CANCEL)]

    @pytest.mark.parametrize(
        "other",
        [
            a_line("C2", quantity=-1, code="22423"),
            a_line("C2", quantity=-1, price="2.54"),
            a_line("C2", quantity=-7),
            a_line("C2", quantity=-1, customer="1.0"),
            a_line("C2", quantity=-1, at="2010-11-30 08:00:00"),
        ],
    )
    def test_another_product_price_amount_customer_or_time_matches_nothing(self, other: dict[str, str]) -> None:
        assert why(plan_of(a_trade(a_line("1"), other), MANY)) == [(3, Reason.NOTHING_TO_CANCEL)]

    def test_a_stranger_cancels_nothing(self) -> None:
        trade = a_trade(a_line("1", customer=""), a_line("C2", quantity=-6, customer=""))
        assert why(plan_of(trade, MANY)) == [(3, Reason.NO_CUSTOMER)]

    def test_only_orders_that_are_placed_are_matched(self) -> None:
        trade = a_trade(
            a_line("1", at="2010-12-01 08:00:00"),
            a_line("2", at="2010-12-02 08:00:00"),
            a_line("C3", quantity=-1, at="2010-12-03 08:00:00"),
        )
        assert [refund.invoice for refund in plan_of(trade, 1).refunds] == ["1"]
        assert [refund.invoice for refund in plan_of(trade, 2).refunds] == ["2"]

    def test_what_was_matched_stays_so_when_more_orders_come(self) -> None:
        trade = a_trade(
            a_line("1", at="2010-12-01 08:00:00"),
            a_line("2", at="2010-12-02 08:00:00"),
            a_line("C3", quantity=-1, at="2010-12-03 08:00:00"),
        )
        before = plan_of(trade, 1)
        after = plan_of(trade, 2, begun=["1"], known=before.taken_back)
        assert after.refunds == before.refunds


def test_a_smaller_number_than_before_keeps_what_is_in_the_shop() -> None:
    trade = a_trade(*(a_line(str(n), at=f"2010-12-0{n} 08:00:00") for n in range(1, 6)))
    assert invoices(plan_of(trade, 1, begun=["1", "3"])) == ["1", "2", "3"]


def test_products_have_a_variant_for_each_price_and_the_commonest_name() -> None:
    trade = a_trade(
        a_line("1", description="HEART"),
        a_line("2", description="A HEART", price="2.10"),
        a_line("3", description="HEART"),
    )
    [delivery] = plan_of(trade, 1).deliveries
    [product] = delivery.products
    assert (product.code, product.title, dict(product.units)) == ("85123A", "HEART", {210: 6, 255: 12})


def test_the_goods_of_the_first_orders_are_the_same_however_many_are_asked_for() -> None:
    trade = a_trade(*(a_line(str(n), code=str(10_000 + n // 2), price=f"{1 + n % 7}.50") for n in range(1, 90)))
    few, many = plan_of(trade, 20), plan_of(trade, 60)
    assert few.deliveries == many.deliveries[: len(few.deliveries)]
    assert {item.sku for order in few.orders for item in order.items} <= set(few.labels)


def test_a_product_with_more_prices_than_a_product_may_have_becomes_several() -> None:
    trade = a_trade(*(a_line(str(n), price=f"{n}.00") for n in range(1, 32)))
    products = [product for delivery in plan_of(trade, MANY).deliveries for product in delivery.products]
    assert [(product.label, len(product.units)) for product in products] == [("85123A", 30), ("85123A (2)", 1)]


def test_receipts_stay_within_what_a_receipt_may_hold() -> None:
    heavy = Product("1", 1, "HEAVY", {100: 250_000})
    products = [heavy, *(Product(str(n), 1, "X", dict.fromkeys(range(1, 9), 1)) for n in range(2, 30))]
    deliveries = list(deliveries_of(products))
    entries = [entry for delivery in deliveries for entry in delivery.entries]
    assert max(len(delivery.entries) for delivery in deliveries) <= goods.ENTRIES_MAX
    assert max(units for _, units in entries) == goods.UNITS_MAX
    assert sum(units for sku, units in entries if sku == "1-100") == 250_000
    assert len({delivery.name for delivery in deliveries}) == len(deliveries)


def test_books_add_up() -> None:
    trade = a_trade(
        a_line("1"),
        a_line("1", code="22423", price="12.75", quantity=1),
        a_line("2", country="EIRE"),
        a_line("C3", quantity=-6, country="EIRE"),
        a_line("C4", code="22423", price="12.75", quantity=-1),
    )
    plan = plan_of(trade, MANY)
    books = books_of(plan.orders, plan.canceled, plan.refunds, plan.labels)
    assert (books.all.orders, books.all.lines, books.all.units, books.all.revenue) == (2, 3, 13, 2 * 1530 + 1275)
    assert books.by_product["85123A"].orders == 2
    assert plan.canceled == {"2"}
    assert dict(books.refunded) == {"IE": 1530, "GB": 1275}
    assert books.by_country["IE"].canceled == books.all.canceled == 1530


@pytest.fixture(scope="module")
def trade() -> Trade:
    return read_trade(LARGE_FILE)


@needs_large_file
class TestTheLargeFile:
    @pytest.mark.parametrize("wanted", [1, 500, MANY])
    def test_every_line_is_somewhere_once(self, trade: Trade, wanted: int) -> None:
        plan = plan_of(trade, wanted)
        everything_once(plan, trade)
        assert len(plan.orders) == min(wanted, 11_792)

    def test_growing_replays_come_to_one_whole(self, trade: Trade) -> None:
        plan = plan_of(trade, 300)
        for wanted in (700, 1500):
            bigger = plan_of(trade, wanted, invoices(plan), plan.taken_back)
            assert plan.taken_back.items() <= bigger.taken_back.items()
            assert set(plan.refunds) <= set(bigger.refunds)
            assert plan.canceled <= bigger.canceled
            plan = bigger

    def test_revenue_is_what_a_plain_sum_over_the_file_gives(self, trade: Trade) -> None:
        plan = plan_of(trade, MANY)
        books = books_of(plan.orders, plan.canceled, plan.refunds, plan.labels)
        left_out = {each.number for each in plan.skipped} | plan.taken_back.keys()
        by_code: dict[str, Decimal] = defaultdict(Decimal)
        with gzip.open(LARGE_FILE, "rt", encoding="utf-8") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if number not in left_out:
                    by_code[row["StockCode"].upper()] += Decimal(row["UnitPrice"]) * int(row["Quantity"])
        assert {code: figures.revenue for code, figures in books.by_product.items()} == {
            code: int(revenue * 100) for code, revenue in by_code.items()
        }
        assert sum(figures.revenue for figures in books.by_country.values()) == books.all.revenue == 59_056_135
