"""What failed for good: kept, told of, and tried again when somebody says so."""

from tests.simulation.plumbing import kinds
from tests.simulation.plumbing.queue import RETENTION_S
from tests.simulation.plumbing.scene import DAY, FAILED, FINE, HOUR, MINUTE
from tests.simulation.plumbing.shop import Shop


def test_a_dead_letter_queue_keeps_what_failed_until_an_operator_redrives_it() -> None:
    shop = Shop()
    shop.lambdas.answer = lambda _: FAILED
    shop.say("payment.captured")
    shop.wait(DAY)
    assert {letter.queue for letter in shop.plumbing.dead} == {"orders-on_payment-dlq"}
    assert shop.is_at_rest()
    shop.lambdas.answer = lambda _: FINE
    assert shop.plumbing.redrive("orders-on_payment-dlq") == 1
    assert not shop.is_at_rest()
    shop.wait(MINUTE)
    assert shop.woken[-1] == "orders.on_payment"
    assert shop.plumbing.dead == []
    assert shop.is_at_rest()
    assert shop.plumbing.heard["orders.on_payment", kinds.REDRIVEN] == 1


def test_a_redrive_of_one_queue_leaves_the_others_alone() -> None:
    shop = Shop()
    shop.lambdas.answer = lambda _: FAILED
    shop.say("order.placed")
    shop.wait(DAY)
    before = [letter for letter in shop.plumbing.dead if letter.function != "reports.count_sales"]
    assert before
    assert shop.plumbing.redrive("reports-count_sales-dlq") == 1
    assert shop.plumbing.dead == before


def test_after_two_weeks_a_dead_letter_is_gone() -> None:
    shop = Shop()
    shop.lambdas.answer = lambda _: FAILED
    shop.say("payment.captured")
    shop.wait(RETENTION_S + HOUR)
    assert shop.plumbing.redrive("orders-on_payment-dlq") == 0
    assert shop.plumbing.dead == []
