"""Staff say who buys for a company, and what they may do."""

from functions import customers
from functions.companies import store
from functions.companies.change_company import saved
from functions.companies.company import Member
from functions.companies.inputs import CompanyMembership
from functions.companies.views import CompanyView
from shared import clock
from shared.dynamo import fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def set_member(company_id: str, customer_id: str, body: CompanyMembership, request: Request) -> Reply[CompanyView]:
    """The company with this member, or with another role of theirs.

    Raises NotFound, VersionConflict, MemberElsewhere or TooManyMembers.
    """

    def attempt() -> Reply[CompanyView]:
        before, is_known = fetch(store.company(company_id), customers.is_known(customer_id))
        if not is_known:
            raise NotFound("customer")
        request.require_match(before.version)
        seen = before.member(customer_id)
        added_at = seen.added_at if seen else clock.stamp(request.now)
        member = Member(customer_id=customer_id, added_at=added_at, **dict(body))
        joins = () if seen else (store.join(customer_id, company_id), customers.still_there(customer_id))
        return saved(before, before.with_member(member, request.now), request, *joins)

    return retry_stale(attempt)


def remove_member(company_id: str, customer_id: str, request: Request) -> Reply[CompanyView]:
    """The company without them; what they ordered stays the company's. Raises NotFound or VersionConflict."""

    def attempt() -> Reply[CompanyView]:
        (before,) = fetch(store.company(company_id))
        request.require_match(before.version)
        return saved(before, before.without(customer_id, request.now), request, store.leave(customer_id))

    return retry_stale(attempt)
