"""Mistakes with stock, and with the parcels that take it away."""

from tests.simulation.planted.bug import Bug

INVENTORY = "functions/inventory"

STOCK = (
    Bug(
        "level_read_then_written",
        f"{INVENTORY}/store.py",
        "    return update(\n        SPEC,\n        table.level_key(variant_id, location_id),\n",
        """    from shared.dynamo import fetch

    (found,) = fetch(level(variant_id, location_id))
    has = {name: getattr(found, name) + gain for name, gain in (moves | {"version": 1}).items()}
    if min(has.values()) >= 0:
        item = table.level_item(Level(variant_id, location_id, **has))
        return Write(SPEC, "Put", table.level_key(variant_id, location_id), item)
    return update(
        SPEC,
        table.level_key(variant_id, location_id),
""",
        "Of two orders at the same moment one is not taken off the shelf: the shop sells what it does not have.",
        ("I8", "I9", "I11"),
    ),
    Bug(
        "sold_without_condition",
        f"{INVENTORY}/store.py",
        "    falls = {name: -gain for name, gain in moves.items() if gain < 0}\n",
        '    falls = {name: -gain for name, gain in moves.items() if gain < 0 and name == "on_hand"}\n',
        "The last unit is sold to everybody who asks for it in the same second.",
        ("I8",),
    ),
    Bug(
        "expiry_in_two_commits",
        "functions/orders/expire_order.py",
        """    commit(
        *store.save_order(expired, OrderExpired(order_id=order_id)),
        *(inventory.release(reservation, now, expired=True) if reservation else ()),
""",
        """    if reservation:
        commit(*inventory.release(reservation, now, expired=True))
    commit(
        *store.save_order(expired, OrderExpired(order_id=order_id)),
""",
        "A Lambda that dies between the two leaves an order that holds nothing and never ends.",
        ("I9", "I13"),
    ),
    Bug(
        "shipped_still_on_hand",
        f"{INVENTORY}/reservations.py",
        "changes[shelf] = Change(on_hand=-quantity, reserved=-planned)",
        "changes[shelf] = Change(reserved=-planned)",
        "What has left the house is sold again.",
        ("I8",),
    ),
    Bug(
        "planned_shelf_not_freed",
        f"{INVENTORY}/reservations.py",
        "            changes[other] = Change(reserved=-freed)\n",
        "",
        "A parcel that leaves from another warehouse than planned blocks the goods in the planned one for ever.",
        ("I9",),
    ),
    Bug(
        "shipment_not_in_stock_book",
        f"{INVENTORY}/reserve_stock.py",
        "return *_moves(changes, _short), *store.save_movements(movements), store.save_reservation(after)",
        "return *_moves(changes, _short), store.save_reservation(after)",
        "Nobody can explain any more why there is as much on the shelf as there is.",
        ("I8",),
    ),
    Bug(
        "count_sets_the_level",
        f"{INVENTORY}/book_movements.py",
        "    return store.move_level(level.variant_id, level.location_id, change, seen=seen)\n",
        """    return Write(
        table.SPEC, "Put", table.level_key(level.variant_id, level.location_id), table.level_item(after)
    )
""",
        "Whoever counts the shelf while somebody buys puts the sold unit back into stock.",
        ("I8", "I9", "I11"),
    ),
    Bug(
        "ships_what_is_canceled",
        "functions/orders/fulfill_items.py",
        """        commit(
            *store.save_order(shipped),
            *inventory.consume(
                reservation,
                _variants(whole.sold, units),
                body.location_id,
                request.now,
                fulfillment_id,
                request.principal,
            ),
""",
        """        import dataclasses

        stock = inventory.consume(
            reservation,
            _variants(whole.sold, units),
            body.location_id,
            request.now,
            fulfillment_id,
            by=request.principal,
        )
        (order,) = store.save_order(shipped)
        last_word = {"condition": None, "names": {}, "values": {}}
        commit(
            dataclasses.replace(order, **last_word),
            *stock[:-1],
            dataclasses.replace(stock[-1], **last_word),
""",
        "Goods leave for an order that was canceled a moment ago, and its stock is sold a second time.",
        ("I5", "I9", "I11"),
    ),
    Bug(
        "newest_report_wins",
        "functions/fulfillment/fulfillment.py",
        "        known = reduce(with_report, told, self.reports)\n",
        "        known = {each.tracking_status: each.occurred_at for each in told}\n",
        "A parcel that has arrived is on its way again, because an old report of the carrier's came late.",
        ("I11",),
    ),
)
