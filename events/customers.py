"""What customers say: that there is somebody, never who."""

from typing import ClassVar

from shared.event import Event


class CustomerCreated(Event):
    """A shopper has signed in for the first time."""

    type: ClassVar[str] = "customer.created"
    customer_id: str


class ConsentRequested(Event):
    """A customer agreed to be written to, and a letter has to ask whether it was them."""

    type: ClassVar[str] = "consent.requested"
    customer_id: str
    consent_id: str


class CustomerChanged(Event):
    """A customer's profile, tags or groups are others than before."""

    type: ClassVar[str] = "customer.changed"
    customer_id: str
