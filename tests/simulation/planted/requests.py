"""Mistakes with requests that come twice, at once, or from somebody else; and with the orders they make."""

from tests.simulation.planted.bug import Bug

COMPLETE = "functions/orders/complete_cart.py"
IDEMPOTENCY = "shared/idempotency.py"

REQUESTS = (
    Bug(
        "claim_in_a_commit_of_its_own",
        COMPLETE,
        """    commit(
        *request.claim.start({"order_id": order.id}),
        *inventory.reserve(""",
        """    commit(*request.claim.start({"order_id": order.id}))
    commit(
        *inventory.reserve(""",
        "After a crash between the two this cart can never be bought: its key stands for an order that is not there.",
        ("I12", "I14"),
    ),
    Bug(
        "claim_after_the_order",
        COMPLETE,
        '        *request.claim.start({"order_id": order.id}),\n',
        "",
        "Whoever asks again after a lost answer is told that the cart is closed; the order waits for money in vain.",
        ("I12", "I14"),
        also=(
            (
                COMPLETE,
                "    return Begun(order, sold, payment, payments.Account(",
                """    if claim := request.claim.start({"order_id": order.id}):
        commit(*claim)
    return Begun(order, sold, payment, payments.Account(""",
            ),
        ),
    ),
    Bug(
        "answer_not_kept",
        COMPLETE,
        "    commit(*payments.note_started(begun.payment, started, request.now), *request.claim.finish(reply))",
        "    commit(*payments.note_started(begun.payment, started, request.now))",
        "The same request, sent again, gets another answer than the first time.",
        ("I14",),
    ),
    Bug(
        "key_without_body",
        IDEMPOTENCY,
        '        if found["request_hash"] != self.request_hash:\n            raise KeyReused\n',
        "",
        "A client that mixes up its keys is told that the shop has a fault, each time it asks.",
        ("I14",),
    ),
    Bug(
        "strangers_have_no_keys",
        IDEMPOTENCY,
        "    if key is None or (principal == STRANGER and not is_secret(key)):\n",
        "    if key is None or principal == STRANGER:\n",
        "A shopper whose answer was lost has two carts, and goods in both.",
        ("I14",),
    ),
    Bug(
        "key_forgotten_early",
        IDEMPOTENCY,
        "        expires = self.now + timedelta(days=KEPT_DAYS)\n",
        "        expires = self.now + timedelta(minutes=10)\n",
        "A client that was offline for a quarter of an hour is refused what it has bought.",
        ("I14",),
    ),
    Bug(
        "cart_closed_afterwards",
        COMPLETE,
        "        *store.save_cart(cart.completed(order.id, request.now)),\n",
        "",
        "Two tabs of one shopper make two orders of one cart.",
        ("I12",),
        also=(
            (
                COMPLETE,
                "    return Begun(order, sold, payment, payments.Account(",
                """    commit(*store.save_cart(cart.completed(order.id, request.now)))
    return Begun(order, sold, payment, payments.Account(""",
            ),
        ),
    ),
    Bug(
        "agreed_total_not_asked",
        COMPLETE,
        "    if priced.total != body.expected_total:\n        raise CartChanged(priced)\n",
        "",
        "A price that rose during the checkout is charged though the shopper saw the old one.",
        ("I14",),
    ),
    Bug(
        "expires_before_its_time",
        "functions/orders/expire_order.py",
        "    now, done = clock.now(), 0\n",
        "    now, done = clock.now() + timedelta(minutes=1), 0  # the next run is a minute away\n",
        "Orders expire while the shopper's page still counts down.",
        ("I11",),
    ),
    Bug(
        "expiry_by_the_list",
        "functions/orders/expire_order.py",
        "    if not whole.order.is_overdue(now):\n        return False\n",
        """    import dataclasses
    from functions.orders.lifecycle import Status

    held = inventory.Status.HELD
    reservation = dataclasses.replace(reservation, status=held) if reservation else None
""",
        "An order that was paid a moment ago expires, since a stale list still showed it as unpaid; its stock is sold.",
        ("I5", "I9", "I11"),
    ),
    Bug(
        "guest_token_opens_all",
        "shared/http/guest.py",
        "    if object_id in _opened(headers, now):\n        return object_id\n",
        "    if any(_opened(headers, now)):\n        return object_id\n",
        "Every shopper can look at every other shopper's order, name and address.",
        ("I20",),
    ),
    Bug(
        "last_writer_wins",
        "shared/dynamo/writes.py",
        """        condition=SEEN,
        names={"#version": "version"},
        values={":seen": seen},
""",
        "        condition=PRESENT,\n",
        "Of two changes at the same moment the first is lost: a shipment, a payment, a cancellation.",
        ("I11",),
    ),
    Bug(
        "expires_while_a_bank_is_at_it",
        "functions/orders/expire_order.py",
        "    if reservation and not whole.order.is_extended and any(",
        "    if reservation and whole.order.is_extended and any(",
        "An order that was paid by bank is given up at its deadline, and its goods are sold to somebody else.",
        ("I13",),
    ),
    Bug(
        "voided_payment_waits_on",
        "functions/orders/note_voided_payment.py",
        "    if whole.order.status is not Status.PENDING or account is None or not account.is_void:\n",
        "    if whole.order.status is not Status.PENDING or account is None or account.is_void:\n",
        "What was given up at the processor blocks its stock for the rest of its time.",
        ("I13",),
    ),
    Bug(
        "expired_order_counts_as_unpaid",
        "functions/orders/store.py",
        "    if changed.held_by and changed.status is not Status.PENDING:\n",
        "    if changed.held_by and changed.status is Status.PLACED:\n",
        "Who let an order lapse can hold less and less, until the shop sells them nothing any more.",
        ("I18",),
    ),
)
