"""Write down that somebody agreed to something, or took it back."""

from typing import Any

from functions.customers.consent import Channel, ConsentRecord, Purpose
from functions.customers.customer import Customer
from shared import clock, ids
from shared.http import Request


def decision(customer_id: str, what: tuple[Channel, Purpose], request: Request, **how: Any) -> ConsentRecord:
    """The record of what this request decides; where nothing else is said of it, something is taken back."""
    told: dict[str, Any] = {"is_granted": False, "text": None, **how}
    return ConsentRecord(
        id=ids.new_id("con", request.now),
        customer_id=customer_id,
        channel=what[0],
        purpose=what[1],
        route=f"{request.method} {request.path}",
        request_id=request.id,
        decided_at=clock.stamp(request.now),
        **told,
    )


def withdrawals(customer: Customer, channel: Channel, request: Request) -> tuple[ConsentRecord, ...]:
    """The records that take back what they agreed to by this channel: it was for an address or number of before."""
    stood = customer.standing_by(channel)
    return tuple(decision(customer.id, (each.channel, each.purpose), request) for each in stood)
