"""What each Lambda asks for is kept in `bench/costs.tsv`: a change that costs more has to change that table too.

It holds a row for each route, each worker's news, each follower of a stream and each tick of the clock.
"""

from functools import cache

from bench.costs.calm import calm_shop
from bench.costs.causes import routes
from bench.costs.growth import PAGE, Size, at_size, not_flat
from bench.costs.rows import Row, read, row_of, written
from bench.costs.script import all_rows
from infra.domains import DOMAINS
from infra.plan import Authorizer, Operator, Publisher, Schedule, Watcher, Worker

HOW = "What a Lambda asks for has changed. If it is meant: python -m bench.costs --write"


@cache
def measured() -> dict[str, Row]:
    with calm_shop() as shop:
        return {name: row_of(run) for name, run in all_rows(shop).items()}


def test_every_lambda_asks_for_what_the_table_says() -> None:
    """Calls by operation, read and write units, events said and published: all of them exact."""
    now, kept = measured(), read()
    assert {name: row for name, row in now.items() if kept.get(name) != row} == {}, HOW
    assert kept.keys() - now.keys() == set(), HOW


def test_the_table_is_written_as_it_is_read() -> None:
    assert written(read()) == written(measured())


def test_every_route_has_a_row() -> None:
    assert set(routes()) - read().keys() == set()


def test_every_worker_has_a_row_for_each_of_its_news() -> None:
    heard = {
        f"{domain.name}.{each.name} ← {event.type}"
        for domain in DOMAINS
        for each in domain.functions
        if isinstance(each, Worker) and not each.of_helpdesk  # the table is of a shop that answers in itself
        for event in each.hears
    }
    assert heard - read().keys() == set()


def test_every_other_lambda_has_a_row() -> None:
    kinds = (Authorizer, Operator, Publisher, Schedule, Watcher)
    others = {
        f"{domain.name}.{each.name}" for domain in DOMAINS for each in domain.functions if isinstance(each, kinds)
    }
    assert others - {name.partition(" ← ")[0] for name in read()} == set()


def test_completing_a_cart_is_two_reads_and_a_transaction_then_stripe_then_a_transaction() -> None:
    complete = read()["POST /store/carts/{cart_id}/complete"]
    assert complete.calls == {"BatchGetItem": 2, "POST /v1/payment_intents": 1, "TransactWriteItems": 2}


def test_a_larger_shop_asks_for_no_more() -> None:
    """Each request, an order with all that it causes and each tick of the clock: calls and units are the same."""
    small = at_size(Size(100, PAGE))
    assert not_flat(small, at_size(Size(5_000, PAGE))) == {}
    assert not_flat(small, at_size(Size(100, 2_000))) == {}
