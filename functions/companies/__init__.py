"""Companies: customers who buy for one. The public face: for whom somebody buys, and how far their word goes."""

from functions.companies.company import Company, Member, Role, TaxId
from functions.companies.leave import company_of, forget_member, move_member
from functions.companies.store import NotAdmin, company, company_id_of
from functions.companies.views import CompanyMembershipView, TaxIdView

__all__ = [
    "Company",
    "CompanyMembershipView",
    "Member",
    "NotAdmin",
    "Role",
    "TaxId",
    "TaxIdView",
    "company",
    "company_id_of",
    "company_of",
    "forget_member",
    "move_member",
]
