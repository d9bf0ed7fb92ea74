"""What facts add up to."""

import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from events import OrderLine, OrderPlaced
from functions.reports import summary
from functions.reports.counts import Counts, Group, count, merged
from functions.reports.fact import Counted, Fact
from functions.reports.tally import Tally
from tests.reports.builders import (
    MUG,
    SHIPPING,
    SHIRT_L,
    SHIRT_M,
    TAX,
    a_cancellation,
    a_delivery,
    a_fact,
    a_line,
    a_refund,
    a_sale,
    a_shipment,
)

TODAY = date(2026, 11, 22)


def counted(*events: Counted) -> Counts:
    sales = {event.order_id: event for event in events if isinstance(event, OrderPlaced)}
    return count(map(a_fact, events), sales)


def tally(counts: Counts, grouping: str = "all", key: str = "", currency: str = "USD") -> Tally:
    return counts.tallies[Group(grouping, currency, key)]  # type: ignore[arg-type]


def test_a_sale_counts_its_items_shipping_and_tax() -> None:
    sold = tally(counted(a_sale("order_1", a_line(quantity=2, unit_price=1250, discount=200, tax=40))))
    assert (sold.orders, sold.lines, sold.units) == (1, 1, 2)
    assert (sold.gross_total, sold.discount_total, sold.net_total) == (2500, 200, 2300)
    assert (sold.shipping_total, sold.tax_total) == (SHIPPING, TAX + 40)
    assert sold.total == sold.sales_total == 2300 + SHIPPING + TAX + 40


def test_currencies_are_never_added_up() -> None:
    counts = counted(a_sale("order_1"), a_sale("order_2", currency="JPY"))
    assert tally(counts, currency="USD").orders == tally(counts, currency="JPY").orders == 1


def test_a_product_counts_an_order_once_however_many_of_its_variants_are_in_it() -> None:
    counts = counted(a_sale("order_1", a_line(SHIRT_M, 1, 2000), a_line(SHIRT_L, 3, 2200), a_line(MUG, 1, 900)))
    shirts = tally(counts, "product", "prod_SHIRT")
    assert (shirts.orders, shirts.lines, shirts.units, shirts.gross_total) == (1, 2, 4, 8600)
    assert tally(counts, "variant", SHIRT_L).gross_total == 6600
    assert tally(counts, "product", "prod_MUG").orders == 1


def test_shipping_and_refunds_belong_to_orders_and_not_to_products() -> None:
    counts = counted(a_sale(), a_refund())
    assert tally(counts, "product", "prod_MUG").shipping_total == 0
    assert tally(counts, "product", "prod_MUG").refunded_total == 0
    assert tally(counts, "country", "US").shipping_total == SHIPPING


def test_a_refund_lowers_the_total_and_leaves_the_sales() -> None:
    sale = a_sale()
    after = tally(counted(sale, a_refund(amount=700)))
    assert (after.sales_total, after.refunded_total, after.total) == (sale.total, 700, sale.total - 700)


def test_a_canceled_order_is_told_and_subtracted_only_by_its_refund() -> None:
    sale = a_sale()
    after = tally(counted(sale, a_cancellation(), a_refund(amount=sale.total)))
    assert (after.orders, after.canceled_orders, after.canceled_total) == (1, 1, sale.total)
    assert after.total == 0


def test_units_that_moved_are_counted_for_their_products() -> None:
    counts = counted(a_sale("order_1", a_line(MUG, 2), a_line(SHIRT_M, 1)), a_shipment(), a_delivery())
    assert tally(counts).units_shipped == tally(counts).units_delivered == 2
    assert tally(counts, "product", "prod_MUG").units_shipped == 2
    assert tally(counts, "product", "prod_SHIRT").units_shipped == 0


def test_a_refund_of_an_order_that_was_never_placed_counts_nothing() -> None:
    assert counted(a_refund("order_expired")).tallies == {}


def test_groups_come_by_currency_and_then_by_what_they_brought() -> None:
    counts = counted(a_sale("order_1", a_line(MUG, 1, 100), a_line(SHIRT_M, 1, 900)), a_sale("order_2", currency="EUR"))
    assert [(group.currency, group.key) for group, _ in counts.of("product")] == [
        ("EUR", "prod_MUG"),
        ("USD", "prod_SHIRT"),
        ("USD", "prod_MUG"),
    ]
    assert len(counts.of("product", "EUR")) == 1


def test_a_variant_is_labeled_with_the_sku_it_was_last_sold_as() -> None:
    renamed = a_line().model_copy(update={"sku": "MUG-2"})
    counts = merged([counted(a_sale("order_1")), counted(a_sale("order_2", renamed))])
    assert counts.labels[MUG].sku == "MUG-2"


lines = st.builds(
    a_line,
    st.sampled_from([MUG, SHIRT_M, SHIRT_L]),
    st.integers(1, 9),
    st.integers(0, 5000),
    st.just(0),
    st.integers(0, 99),
)


@st.composite
def facts(draw: st.DrawFn) -> list[Fact]:
    found: list[Counted] = []
    for i in range(draw(st.integers(0, 8))):
        sold: list[OrderLine] = draw(st.lists(lines, min_size=1, max_size=3, unique_by=lambda line: line.variant_id))
        sale = a_sale(
            f"order_{i}",
            *sold,
            country=draw(st.sampled_from(["US", "DE"])),
            currency=draw(st.sampled_from(["USD", "JPY"])),
        )
        found.append(sale)
        if draw(st.booleans()):
            found.append(a_refund(sale.order_id, draw(st.integers(1, sale.total)), sale.currency))
        if draw(st.booleans()):
            found.append(a_cancellation(sale.order_id))
    return [a_fact(event) for event in found]


def sales_of(some: list[Fact]) -> dict[str, OrderPlaced]:
    return {fact.order_id: fact.event for fact in some if isinstance(fact.event, OrderPlaced)}


@given(facts(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_heard_changes_nothing(some: list[Fact], chance: random.Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert count(shuffled, sales_of(some)) == count(some, sales_of(some))


@given(facts(), st.integers(0, 20))
def test_days_counted_apart_add_up_to_all_counted_together(some: list[Fact], cut: int) -> None:
    apart = merged([count(some[:cut], sales_of(some)), count(some[cut:], sales_of(some))])
    assert apart.tallies == count(some, sales_of(some)).tallies


@given(facts())
def test_every_grouping_adds_up_to_the_whole(some: list[Fact]) -> None:
    counts = count(some, sales_of(some))
    for currency in ("USD", "JPY"):
        whole = sum((t for _, t in counts.of("all", currency)), Tally())
        assert sum((t for _, t in counts.of("country", currency)), Tally()) == whole
        for grouping in ("product", "variant"):
            parts = sum((t for _, t in counts.of(grouping, currency)), Tally())
            assert (parts.lines, parts.units, parts.gross_total) == (whole.lines, whole.units, whole.gross_total)


@given(facts())
def test_a_summary_reads_back_as_what_it_was_written_from(some: list[Fact]) -> None:
    counts = count(some, sales_of(some))
    content = summary.written(summary.summary_of(TODAY, counts, some))
    assert summary.read(content) == counts
    assert summary.written(summary.summary_of(TODAY, counts, list(reversed(some)))) == content
