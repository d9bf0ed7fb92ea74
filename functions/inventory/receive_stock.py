"""A delivery comes in."""

from functions.inventory.book_movements import Entry, book
from functions.inventory.level import Change
from functions.inventory.movement import Kind
from functions.inventory.views import MovementsView, NewReceipt
from shared.http import Reply, Request


def receive_stock(request: Request, body: NewReceipt) -> Reply[MovementsView]:
    """Put what came in on the shelves; the first units make the level. Raises UnknownVariant, UnknownLocation."""
    return book(
        request,
        [
            Entry(
                shelf=(item.variant_id, item.location_id),
                kind=Kind.RECEIPT,
                reason=None,
                delta=item.quantity,
                change=Change(on_hand=item.quantity),
                note=body.note,
                reference=body.reference,
            )
            for item in body.items
        ],
    )
