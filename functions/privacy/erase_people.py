"""Forget those who asked for it, as soon as no order of theirs is open.

What is erased leaves the list that it was found by, so whoever is killed goes on where they were. A list may be a
second old: it is done by the run that finds nothing left, and not by the one that erased the last of it.
"""

from datetime import datetime
from functools import partial
from itertools import islice

from events import PersonErased
from functions import companies, customers, orders, support
from functions.privacy import store
from functions.privacy.erasure import Erasure
from functions.privacy.lifecycle import Status
from shared import telemetry
from shared.dynamo import commit, fetch
from shared.errors import NotFound, Stale

ERASURES_MAX = 100  # a run; the others were looked at later, and come first in the next


def erase_people(now: datetime) -> None:
    """Go on with each erasure that is not done. One that cannot be done is told, and holds up no other."""
    for erasure_id in islice(store.open_erasures(), ERASURES_MAX):
        (erasure,) = fetch(store.erasure(erasure_id))
        if erasure.status is Status.DONE:
            continue
        try:
            _go_on(erasure, now)
        except Stale:
            continue  # somebody else is at it
        except Exception as error:  # noqa: BLE001 - whatever it is, others must not wait for it
            telemetry.warn("erasure_failed", error, erasure_id=erasure.id)
            telemetry.count("ErasuresFailed")
            _note_failed(erasure_id, now)


def _go_on(erasure: Erasure, now: datetime) -> None:
    if erasure.customer_id and customers.is_merging(erasure.customer_id):
        commit(*store.save_erasure(erasure.waiting({}, now)))  # what is on its way to them is found once it is theirs
        return
    emails = _emails_of(erasure)
    order_ids = orders.orders_of_person(erasure.customer_id, emails)
    own = [erasure.order_id] if erasure.order_id else []
    if waits := orders.awaited(dict.fromkeys([*order_ids, *own]), now):
        commit(*store.save_erasure(erasure.waiting(waits, now)))
        return
    if erasure.customer_id:
        customers.sign_out_customer(erasure.customer_id, now)
    if _erase(emails, erasure.customer_id, [each for each in order_ids if each not in own], own, now):
        commit(*store.save_erasure(erasure.waiting({}, now)))
        return
    _erase_last(erasure, now)
    said = PersonErased(erasure_id=erasure.id, customer_id=erasure.customer_id, order_id=erasure.order_id)
    commit(*store.save_erasure(erasure.done(now), said))
    telemetry.note("person_erased", erasure_id=erasure.id)
    telemetry.count("PeopleErased")


def _emails_of(erasure: Erasure) -> list[str]:
    """The addresses that their other things are found by: a customer's verified ones, or the order's."""
    try:
        if erasure.customer_id:
            return fetch(customers.verified_emails(erasure.customer_id))[0]
        email = orders.guest_of(erasure.order_id or "")[1]
    except NotFound:
        return []  # the last of them is gone already
    return [email] if email else []


def _erase(emails: list[str], customer_id: str | None, order_ids: list[str], own: list[str], now: datetime) -> bool:
    """All but what the rest is found by. Gives whether there was any."""
    tickets = support.tickets_of_person(emails, [*order_ids, *own])
    carts = orders.carts_of_person(customer_id, emails)
    steps = [
        *(partial(support.forget_ticket, each, now) for each in tickets),
        *(partial(orders.forget_order, each, now) for each in order_ids),
        *(partial(orders.forget_cart, each, now) for each in carts),
    ]
    for step in steps:
        step()
    return bool(steps)


def _erase_last(erasure: Erasure, now: datetime) -> None:
    if erasure.customer_id:
        orders.forget_own_cart(erasure.customer_id)
        companies.forget_member(erasure.customer_id, now)
        customers.forget_customer(erasure.customer_id, now)
    if erasure.order_id:
        orders.forget_order(erasure.order_id, now)


def _note_failed(erasure_id: str, now: datetime) -> None:
    try:
        (erasure,) = fetch(store.erasure(erasure_id))
        if erasure.status is not Status.DONE:
            commit(*store.save_erasure(erasure.failed(now)))
    except Exception as error:  # noqa: BLE001 - the database may be what failed
        telemetry.warn("erasure_failed", error, erasure_id=erasure_id)
