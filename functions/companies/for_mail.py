"""What letters to a company's admins and buyers need to know of it."""

from dataclasses import dataclass

from functions.companies import store
from shared.dynamo import fetch


@dataclass(frozen=True)
class CompanyForMail:
    """The company as its members call it, and the customers whose word goes for it."""

    name: str
    admins: tuple[str, ...]


def company_for_mail(company_id: str) -> CompanyForMail | None:
    """The company as it stands now; None where there is none."""
    (company,) = fetch(store.found(company_id))
    if company is None:
        return None
    return CompanyForMail(company.name, tuple(each.customer_id for each in company.members if each.is_admin))
