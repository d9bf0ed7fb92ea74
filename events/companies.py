"""What companies say: that there is one, or another than before, never who."""

from typing import ClassVar

from shared.event import Event


class CompanyCreated(Event):
    """Staff have made a company that customers may buy for."""

    type: ClassVar[str] = "company.created"
    company_id: str


class CompanyChanged(Event):
    """What is known of a company, or who buys for it and how much, is another than before."""

    type: ClassVar[str] = "company.changed"
    company_id: str
