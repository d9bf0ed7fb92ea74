"""Companies: customers who buy for one. The public face: for whom somebody buys, and how far their word goes."""

from functions.companies.company import Company, Member, Role, TaxId
from functions.companies.for_mail import CompanyForMail, company_for_mail
from functions.companies.leave import company_of, forget_member, move_member
from functions.companies.store import NotAdmin, company, company_id_of, still_for
from functions.companies.views import CompanyMembershipView, TaxIdView

__all__ = [
    "Company",
    "CompanyForMail",
    "CompanyMembershipView",
    "Member",
    "NotAdmin",
    "Role",
    "TaxId",
    "TaxIdView",
    "company",
    "company_for_mail",
    "company_id_of",
    "company_of",
    "forget_member",
    "move_member",
    "still_for",
]
