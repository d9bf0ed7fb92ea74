"""Somebody counted, found, lost or broke something."""

from functions.inventory.book_movements import Entry, book
from functions.inventory.movement import Kind, adjustment
from functions.inventory.views import MovementsView, NewAdjustment
from shared.http import Reply, Request


def adjust_stock(request: Request, body: NewAdjustment) -> Reply[MovementsView]:
    """Move levels by what was told, never to a number, so that sales meanwhile are kept.

    What was found is true, also where less is left than is set aside: the answer names the orders. Raises
    UnknownVariant, UnknownLocation, and InsufficientStock where more would go than was there.
    """
    return book(
        request,
        [
            Entry(
                shelf=(item.variant_id, item.location_id),
                kind=Kind.ADJUSTMENT,
                reason=item.reason.value,
                delta=item.delta,
                change=adjustment(item.reason, item.delta),
                note=item.note,
            )
            for item in body.items
        ],
    )
