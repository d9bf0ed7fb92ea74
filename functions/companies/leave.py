"""A customer's membership, for who copies or erases what is kept of them."""

from datetime import datetime

from functions.companies import store
from functions.companies.views import CompanyMembershipView, membership_view
from shared.dynamo import commit, fetch, retry_stale


def company_of(customer_id: str) -> CompanyMembershipView | None:
    """The company that the customer buys for; None where for none."""
    (company_id,) = fetch(store.company_id_of(customer_id))
    (company,) = fetch(store.found(company_id)) if company_id else (None,)
    member = company.member(customer_id) if company else None
    return membership_view(company, member) if company and member else None


def forget_member(customer_id: str, now: datetime) -> None:
    """The customer buys for nobody any more. Done again, it changes nothing."""

    def attempt() -> None:
        (company_id,) = fetch(store.company_id_of(customer_id))
        if company_id is None:
            return
        (company,) = fetch(store.found(company_id))
        is_in = company is not None and company.member(customer_id) is not None
        saved = store.save_company(company.without(customer_id, now)) if company and is_in else ()
        commit(*saved, store.leave(customer_id))

    retry_stale(attempt)
