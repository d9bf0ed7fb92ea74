"""The sales report: what facts add up to, in every grouping at once. Pure: the same facts give the same counts.

Amounts of an order (shipping, a refund) have no product, so a product's tally holds only what its lines tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from events import (
    FulfillmentDelivered,
    FulfillmentReturned,
    FulfillmentShipped,
    OrderCanceled,
    OrderLine,
    OrderPlaced,
    RefundSucceeded,
)
from functions.reports.fact import Fact
from functions.reports.tally import Sums, Tally

Grouping = Literal["all", "country", "product", "variant"]


class Group(NamedTuple):
    """`key` is a country's code, a product's or a variant's id; empty for all."""

    grouping: Grouping
    currency: str
    key: str


class Label(NamedTuple):
    """What a variant was sold as."""

    product_id: str
    sku: str


@dataclass(frozen=True)
class Counts:
    """Tallies by group, and what the variants in them are."""

    tallies: Mapping[Group, Tally] = field(default_factory=dict)
    labels: Mapping[str, Label] = field(default_factory=dict)

    def of(self, grouping: Grouping, currency: str | None = None) -> list[tuple[Group, Tally]]:
        """The groups of one grouping, by currency, then by what their items brought, most first, then by key."""
        chosen = [(group, tally) for group, tally in self.tallies.items() if group.grouping == grouping]
        wanted = [each for each in chosen if currency in (None, each[0].currency)]
        return sorted(wanted, key=lambda each: (each[0].currency, -each[1].net_total, each[0].key))


def count(facts: Iterable[Fact], sales: Mapping[str, OrderPlaced]) -> Counts:
    """What these facts add up to.

    sales: the placed orders that facts refer to, by order id. A fact whose order is not among them counts nothing,
    since nothing was sold. So it is with money that came after its order had expired and went straight back.
    """
    sums: Sums[Group] = Sums()
    labels: dict[str, Label] = {}
    for fact in sorted(facts, key=lambda fact: (fact.created_at, fact.event_id)):
        sale = fact.event if isinstance(fact.event, OrderPlaced) else sales.get(fact.order_id)
        if sale is None:
            continue
        labels |= {line.variant_id: Label(line.product_id, line.sku) for line in sale.items}
        for group, tally in _parts(fact, sale):
            sums.add(group, tally)
    return Counts(sums.tallies(), labels)


def merged(several: Iterable[Counts]) -> Counts:
    """The counts of several days as one; a label of a later day replaces an earlier one's."""
    sums: Sums[Group] = Sums()
    labels: dict[str, Label] = {}
    for counts in several:
        labels |= counts.labels
        for group, tally in counts.tallies.items():
            sums.add(group, tally)
    return Counts(sums.tallies(), labels)


def _parts(fact: Fact, sale: OrderPlaced) -> Iterator[tuple[Group, Tally]]:
    """What one fact adds, and where."""
    match fact.event:
        case OrderPlaced():
            yield from _whole(sale, _sold(sale))
            yield from _by_line(sale, {line.line_item_id: _sold_line(line) for line in sale.items}, Tally(orders=1))
        case OrderCanceled():
            canceled = {line.line_item_id: Tally(canceled_total=line.total) for line in sale.items}
            yield from _whole(sale, Tally(canceled_orders=1, canceled_total=sale.total))
            yield from _by_line(sale, canceled, Tally(canceled_orders=1))
        case RefundSucceeded():
            yield from _whole(sale, Tally(refunded_total=fact.event.amount))
        case FulfillmentShipped():
            yield from _moved(
                sale, {each.line_item_id: Tally(units_shipped=each.quantity) for each in fact.event.items}
            )
        case FulfillmentDelivered():
            yield from _moved(
                sale, {each.line_item_id: Tally(units_delivered=each.quantity) for each in fact.event.items}
            )
        case FulfillmentReturned():  # the delivery that was counted was the sender's
            yield from _moved(
                sale, {each.line_item_id: Tally(units_delivered=-each.quantity) for each in fact.event.items}
            )


def _moved(sale: OrderPlaced, by_line: Mapping[str, Tally]) -> Iterator[tuple[Group, Tally]]:
    yield from _whole(sale, sum(by_line.values(), Tally()))
    yield from _by_line(sale, by_line, Tally())


def _whole(sale: OrderPlaced, tally: Tally) -> Iterator[tuple[Group, Tally]]:
    yield Group("all", sale.currency, ""), tally
    yield Group("country", sale.currency, sale.country), tally


def _by_line(sale: OrderPlaced, by_line: Mapping[str, Tally], once: Tally) -> Iterator[tuple[Group, Tally]]:
    """Each line's tally for its variant and its product; `once` for each of these, however many lines it has."""
    lines = [line for line in sale.items if line.line_item_id in by_line]
    for line in lines:
        yield Group("variant", sale.currency, line.variant_id), by_line[line.line_item_id]
        yield Group("product", sale.currency, line.product_id), by_line[line.line_item_id]
    for variant_id in dict.fromkeys(line.variant_id for line in lines):
        yield Group("variant", sale.currency, variant_id), once
    for product_id in dict.fromkeys(line.product_id for line in lines):
        yield Group("product", sale.currency, product_id), once


def _sold(sale: OrderPlaced) -> Tally:
    return Tally(
        orders=1,
        lines=len(sale.items),
        units=sum(line.quantity for line in sale.items),
        gross_total=sum(line.quantity * line.unit_price for line in sale.items),
        discount_total=sale.discount_total,
        shipping_total=sale.shipping_total,
        tax_total=sale.tax_total,
    )


def _sold_line(line: OrderLine) -> Tally:
    return Tally(
        lines=1,
        units=line.quantity,
        gross_total=line.quantity * line.unit_price,
        discount_total=line.discount_total,
        tax_total=line.tax_total,
    )
