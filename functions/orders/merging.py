"""A guest's cart merged into a customer's, as at sign-in: nothing is lost, and what does not fit is told. Pure."""

from functions.orders.cart import LINES_MAX, Cart, CartLine, NotTaken
from shared.http.models import METADATA_BYTES_MAX, METADATA_KEYS_MAX, QUANTITY_MAX, metadata_bytes

DETAILS = ("country", "email", "shipping_address", "billing_address", "shipping_option_id")


def merged(own: Cart, guest: Cart) -> tuple[Cart, tuple[NotTaken, ...]]:
    """The customer's cart with what the guest's has, and what found no room.

    Quantities of a variant are added, up to what a line holds. A detail that the customer's cart has stays; one that it
    lacks is the guest's.
    """
    lines = {line.variant_id: line for line in own.lines}
    not_taken: list[NotTaken] = []
    for line in guest.lines:
        had = lines.get(line.variant_id)
        if had is None and len(lines) >= LINES_MAX:
            not_taken.append(NotTaken(variant_id=line.variant_id, quantity=line.quantity, code="too_many_lines"))
            continue
        lines[line.variant_id], left = _added(had, line)
        if left:
            not_taken.append(NotTaken(variant_id=line.variant_id, quantity=left, code="quantity_too_large"))
    details = {name: getattr(guest, name) for name in DETAILS if getattr(own, name) is None}
    together = own.with_details(**details, metadata=_filled(own.metadata, guest.metadata))
    return together.model_copy(update={"lines": tuple(lines.values())}), tuple(not_taken)


def _added(had: CartLine | None, more: CartLine) -> tuple[CartLine, int]:
    """The line with as much more as it holds, and what is left."""
    wanted = (had.quantity if had else 0) + more.quantity
    quantity = min(wanted, QUANTITY_MAX)
    return (had or more).model_copy(update={"quantity": quantity}), wanted - quantity


def _filled(own: dict[str, str], guest: dict[str, str]) -> dict[str, str]:
    """With the guest's, where its name is free and there is room."""
    filled = dict(own)
    for name, value in guest.items():
        more = {**filled, name: value}
        if name not in filled and len(more) <= METADATA_KEYS_MAX and metadata_bytes(more) <= METADATA_BYTES_MAX:
            filled = more
    return filled
