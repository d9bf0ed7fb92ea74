"""What privacy says: that somebody was forgotten, never who."""

from typing import ClassVar

from shared.event import Event


class PersonErased(Event):
    """What could tell who somebody is, is gone: of a customer, or of a guest who had made this order."""

    type: ClassVar[str] = "person.erased"
    erasure_id: str
    customer_id: str | None
    order_id: str | None
