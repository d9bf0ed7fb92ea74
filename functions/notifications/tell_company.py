"""Letters about carts that need a company's word: to its admins when it waits, to its buyer once they have decided."""

from events import CartApprovalDecided, CartApprovalRequested
from functions import companies
from functions.notifications.mail import Facts, Kind
from functions.notifications.send_owed import owe_each
from shared.queue import News

ADMINS_MAX = 20  # letters of one cart; one admin is enough, and all see the list


def tell_admins(event: CartApprovalRequested, news: News) -> None:
    """One letter to each of the company's admins; whether they still are is looked at again as it is sent."""
    company = companies.company_for_mail(event.company_id)
    facts: Facts = event.model_dump(include={"cart_id", "company_id", "asked_at"})
    them = company.admins[:ADMINS_MAX] if company else ()
    owe_each(Kind.CART_APPROVAL_REQUEST, {each: {**facts, "customer_id": each} for each in them}, news)


def tell_buyer(event: CartApprovalDecided, news: News) -> None:
    """One letter to who asked."""
    facts: Facts = event.model_dump(include={"cart_id", "decided_at", "status"})
    owe_each(Kind.CART_APPROVAL_DECISION, {event.asked_by: facts}, news)
