"""Ask customers what they think of what they bought: those who agreed to be asked, once an order, after some days."""

from functions import customers, orders
from functions.customers import CustomerForMail, Purpose
from functions.notifications import store
from functions.notifications.mail import REVIEW_AFTER, Facts, Kind, owed_later
from functions.orders import OrderForMail
from shared.dynamo import commit
from shared.queue import News


def ask_later(facts: Facts, news: News) -> None:
    """Owe the letter. Of several parcels the first counts; where nobody agreed, there is nothing to note."""
    order_id = str(facts["order_id"])
    if who_agreed(order_id) is not None:
        mail = owed_later(order_id, Kind.REVIEW_REQUEST, facts, news.now + REVIEW_AFTER, news.now)
        commit(news.heard, store.add(mail))


def who_agreed(order_id: str) -> tuple[OrderForMail, CustomerForMail] | None:
    """The order and whose it is, where they agree to be asked about it as things stand."""
    order = orders.order_for_mail(order_id)
    person = customers.customer_for_mail(order.customer_id) if order and order.customer_id else None
    return (order, person) if order and person and Purpose.REVIEWS in person.wants else None
