"""I8 and I9: what is on the shelves is what came less what left, and what is set aside is what live orders hold."""

from collections import Counter
from typing import TYPE_CHECKING

from shared import clock
from tests.simulation.invariants.books import Books

if TYPE_CHECKING:
    from tests.simulation.world import World

LIVE = ("held", "committed")


def check(world: "World", books: Books) -> None:
    """Look at every shelf."""
    _check_shelves(world, books)
    _check_holds(world, books)
    _check_parcels(world, books)


def _check_shelves(world: "World", books: Books) -> None:
    moved: Counter[tuple[str, str]] = Counter()
    received: Counter[tuple[str, str]] = Counter()
    for movement in books.movements:
        shelf = (movement["variant_id"], movement["location_id"])
        moved[shelf] += movement["on_hand_delta"]
        if movement["reference"] == "PO-1":
            received[shelf] += movement["on_hand_delta"]
    known_short = {
        (event["data"]["variant_id"], event["data"]["location_id"])
        for _, event in books.said
        if event["type"] == "inventory.shortfall"
    }
    world.expect(received == world.received, "I8", f"received {received}, booked {world.received}")
    for shelf, level in books.levels.items():
        world.expect(
            level["on_hand"] == moved[shelf], "I8", f"{shelf}: {level['on_hand']} on hand, {moved[shelf]} by the book"
        )
        free = level["on_hand"] - level["reserved"] - level["safety_stock"] - level["damaged"]
        world.expect(level["available"] == free, "I8", f"{shelf}: {level['available']} available, should be {free}")
        short = level["reserved"] - (level["on_hand"] - level["damaged"])
        is_known = shelf in known_short
        world.expect(short <= 0 or is_known, "I8", f"{shelf}: {short} too few for its orders, and nobody was told")


def _check_holds(world: "World", books: Books) -> None:
    held: Counter[tuple[str, str]] = Counter()
    for order_id, reservation in books.reservations.items():
        order = books.orders.get(order_id)
        status = order["status"] if order else "missing"
        fits = {
            "pending": ("held",),
            "placed": ("committed", "consumed"),
            "expired": ("expired",),
            "canceled": ("released",),
        }
        world.expect(
            reservation["status"] in fits.get(status, ()),
            "I9",
            f"{order_id} is {status}, its stock {reservation['status']}",
        )
        if reservation["status"] == "held":
            overdue = clock.parse(reservation["until"]).timestamp() < world.loop.now - 120
            world.expect(not overdue, "I9", f"{order_id} holds stock past its deadline")
        if reservation["status"] in LIVE:
            for pick in reservation["picks"]:
                held[pick["variant_id"], pick["location_id"]] += pick["quantity"] - pick["consumed"]
    for shelf, level in books.levels.items():
        world.expect(
            level["reserved"] == held[shelf],
            "I9",
            f"{shelf}: {level['reserved']} reserved, {held[shelf]} held by orders",
        )


def _check_parcels(world: "World", books: Books) -> None:
    left: Counter[str] = Counter()
    for movement in books.movements:
        if movement["kind"] == "sale":
            left[movement["reference"]] -= movement["on_hand_delta"]
    for order_id, parcels in books.parcels.items():
        for parcel in parcels:
            units = sum(item["quantity"] for item in parcel["items"])
            world.expect(
                left[parcel["id"]] == units,
                "I8",
                f"{parcel['id']} of {order_id} holds {units}, {left[parcel['id']]} left the shelves",
            )
        order = books.orders[order_id]
        shipped = sum(line["shipped"] for line in order["lines"])
        picks = books.reservations[order_id]["picks"]
        consumed = sum(pick["consumed"] for pick in picks)
        world.expect(consumed == shipped, "I9", f"{order_id} has shipped {shipped}, its stock says {consumed}")
        over = [pick for pick in picks if pick["consumed"] > pick["quantity"]]
        world.expect(not over, "I9", f"{order_id} took more than was set aside: {over}")
        packed = sum(item["quantity"] for parcel in parcels for item in parcel["items"])
        world.expect(shipped == packed, "I8", f"{order_id} has shipped {shipped}, its parcels hold {packed}")
