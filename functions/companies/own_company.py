"""A member sees their company; its admins say how much the others may order."""

from functions import customers
from functions.companies import store
from functions.companies.company import Company, Member
from functions.companies.inputs import LimitsInput
from functions.companies.views import ColleagueView, OwnCompanyView, member_view, own_company_view
from shared.dynamo import commit, fetch, retry_stale
from shared.errors import NotFound
from shared.http import Reply, Request


def show_own_company(request: Request) -> Reply[OwnCompanyView]:
    """The company that the customer who asks buys for. Raises NotSignedIn or NotFound."""
    company, me = _own(request)
    return _reply(company, me)


def change_limits(customer_id: str, body: LimitsInput, request: Request) -> Reply[OwnCompanyView]:
    """The company with other limits of a member. Raises NotSignedIn, NotFound, NotAdmin or VersionConflict."""

    def attempt() -> Reply[OwnCompanyView]:
        before, me = _own(request)
        if not me.is_admin:
            raise store.NotAdmin
        member = before.require_member(customer_id)
        request.require_match(before.version)
        limited = member.model_copy(update={"order_limits": body.order_limits})
        after = before.with_member(limited, request.now)
        if after is not before:
            commit(*store.save_company(after))
        return _reply(after, after.require_member(me.customer_id))

    return retry_stale(attempt)


def _own(request: Request) -> tuple[Company, Member]:
    _, company_id = fetch(customers.signed_in(request), store.company_id_of(request.principal))
    if company_id is None:
        raise NotFound("company")
    (company,) = fetch(store.company(company_id))
    return company, company.require_member(request.principal)


def _reply(company: Company, me: Member) -> Reply[OwnCompanyView]:
    colleagues = _colleagues(company) if me.is_admin else []
    return Reply(own_company_view(company, me, colleagues), version=company.version)


def _colleagues(company: Company) -> list[ColleagueView]:
    (known,) = fetch(customers.names([each.customer_id for each in company.members]))
    return [
        ColleagueView(**member_view(each).model_dump(), name=name, email=email)
        for each in company.members
        for name, email in [known.get(each.customer_id, ("", None))]
    ]
