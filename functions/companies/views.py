"""The shapes that companies take in answers."""

from typing import Any, Literal

from functions.companies.company import Company, Member, Role, TaxId
from shared.http import View


class TaxIdView(View):
    """A tax id, and the country whose tax office gave it."""

    country: str
    number: str


class ExemptionView(View):
    """The certificate by which no tax is due. last_day: its last day; null where it has no end."""

    certificate: str
    last_day: str | None


class PaymentTermsView(View):
    """By when an invoice is to be paid, in days."""

    net_days: int


class CompanyMemberView(View):
    """A customer who buys for the company. order_limits: by currency, in minor units; null where there is none."""

    customer_id: str
    role: Role
    order_limits: dict[str, int] | None
    added_at: str


class ColleagueView(CompanyMemberView):
    """A member, as the company's admins see them."""

    name: str
    email: str | None


class CompanyBase(View):
    """What staff and members see of a company alike."""

    id: str
    object: Literal["company"] = "company"
    version: int
    name: str
    tax_ids: list[TaxIdView]
    tax_exempt: bool
    payment_terms: PaymentTermsView | None
    created_at: str
    updated_at: str


class CompanyView(CompanyBase):
    """A company, as staff see it, with all of its members."""

    tax_exemption: ExemptionView | None
    note: str
    members: list[CompanyMemberView]


class OwnCompanyView(CompanyBase):
    """A company, as its members see it: with what they may do; to its admins with all members."""

    role: Role
    order_limits: dict[str, int] | None
    members: list[ColleagueView]


class CompanyMembershipView(View):
    """That somebody buys for a company, in a copy of what is kept of them."""

    company_id: str
    name: str
    role: Role
    order_limits: dict[str, int] | None
    added_at: str


def company_view(company: Company) -> CompanyView:
    """The company as staff see it."""
    exemption = company.tax_exemption
    return CompanyView(
        **_alike(company),
        tax_exemption=ExemptionView(**exemption.model_dump()) if exemption else None,
        note=company.note,
        members=[member_view(each) for each in company.members],
    )


def told(company: Company) -> dict[str, Any]:
    """The company for the audit log, which outlives whom it may be called by: without its name."""
    return company_view(company).model_dump(mode="json", exclude={"name"})


def own_company_view(company: Company, me: Member, colleagues: list[ColleagueView]) -> OwnCompanyView:
    """The company as this member sees it."""
    limits = None if me.is_admin else me.order_limits
    return OwnCompanyView(**_alike(company), role=me.role, order_limits=limits, members=colleagues)


def member_view(member: Member) -> CompanyMemberView:
    """The member as staff see them."""
    return CompanyMemberView(**member.model_dump())


def membership_view(company: Company, member: Member) -> CompanyMembershipView:
    """Which company somebody buys for."""
    return CompanyMembershipView(company_id=company.id, name=company.name, **member.model_dump(exclude={"customer_id"}))


def tax_id_view(tax_id: TaxId) -> TaxIdView:
    """The tax id as it is shown."""
    return TaxIdView(**tax_id.model_dump())


def _alike(company: Company) -> dict[str, Any]:
    same = {"id", "version", "name", "created_at", "updated_at"}
    return {
        **company.model_dump(include=same),
        "tax_ids": [tax_id_view(each) for each in company.tax_ids],
        "tax_exempt": company.tax_exemption is not None,
        "payment_terms": PaymentTermsView(net_days=company.net_days) if company.net_days is not None else None,
    }
