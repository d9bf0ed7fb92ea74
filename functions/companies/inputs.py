"""The shapes that companies take in requests."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.companies.company import TAX_IDS_MAX, Role
from shared.http import Amount, CountryCode, CurrencyCode, Input, Prose, RequiredLine
from shared.http.text import Text

NET_DAYS_MAX = 365
LIMITS_MAX = 50  # currencies; a shop has some


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("must be a day that there is, such as 2027-12-31") from None


Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
OrderLimits = Annotated[dict[CurrencyCode, Amount], Field(max_length=LIMITS_MAX)]


class TaxIdInput(Input):
    """A tax id, and the country whose tax office gave it."""

    country: CountryCode
    number: Annotated[str, Text(40, is_required=True)]


class ExemptionInput(Input):
    """What the certificate is called by who gave it, and its last day, where it has one."""

    certificate: RequiredLine
    last_day: Day | None = None


class PaymentTermsInput(Input):
    """By when an invoice is to be paid, in days."""

    net_days: Annotated[int, Field(ge=0, le=NET_DAYS_MAX)]


class NewCompany(Input):
    """A company. payment_terms: kept, and nothing charges by them."""

    name: RequiredLine
    tax_ids: Annotated[list[TaxIdInput], Field(max_length=TAX_IDS_MAX)] = Field(default_factory=list)
    tax_exemption: ExemptionInput | None = None
    payment_terms: PaymentTermsInput | None = None
    note: Prose = ""


class CompanyChange(Input):
    """What shall be another; what is absent stays, and the lists are replaced as a whole."""

    name: RequiredLine = ""
    tax_ids: Annotated[list[TaxIdInput], Field(max_length=TAX_IDS_MAX)] = Field(default_factory=list)
    tax_exemption: ExemptionInput | None = None
    payment_terms: PaymentTermsInput | None = None
    note: Prose = ""


class CompanyMembership(Input):
    """What a customer may do for the company. order_limits: by currency; null means that there is none."""

    role: Role
    order_limits: OrderLimits | None = None


class LimitsInput(Input):
    """How much one order of a member may come to, by currency; null means that there is no limit."""

    order_limits: OrderLimits | None
