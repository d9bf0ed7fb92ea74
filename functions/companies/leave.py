"""A customer's membership, for who copies or erases what is kept of them."""

from datetime import datetime

from functions.companies import store
from functions.companies.views import CompanyMembershipView, membership_view
from shared.dynamo import Write, commit, fetch, retry_stale


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


def move_member(gone_id: str, customer_id: str, now: datetime) -> bool:
    """What the one may do in a company, the other may; who is in one already stays there. Whether there was any."""

    def attempt() -> bool:
        was_in, is_in = fetch(store.company_id_of(gone_id), store.company_id_of(customer_id))
        if was_in is None:
            return False
        (company,) = fetch(store.found(was_in))
        member = company.member(gone_id) if company else None
        if company is None or member is None:
            commit(store.leave(gone_id))
            return True
        joins: tuple[Write, ...] = ()
        after = company.without(gone_id, now)
        if is_in is None:
            moved = member.model_copy(update={"customer_id": customer_id})
            after = company.changed(now, members=tuple(moved if each is member else each for each in company.members))
            joins = (store.join(customer_id, was_in),)
        commit(*store.save_company(after), store.leave(gone_id), *joins)
        return True

    return retry_stale(attempt)
