"""Mistakes with events, queues and webhooks, and with those who hear them: mails and reports."""

from tests.simulation.planted.bug import Bug

OUTBOX = "shared/outbox.py"
QUEUE = "shared/queue.py"

EVENTS = (
    Bug(
        "event_put_after_the_commit",
        "functions/orders/note_payment.py",
        '        commit(*writes, news.heard)\n        telemetry.count("OrdersPlaced")\n',
        """        from functions.orders.table import SPEC
        from shared import outbox

        rows = [write for write in writes if write.key[1].startswith("EVENT#")]
        commit(*(write for write in writes if write not in rows), news.heard)
        outbox.publish(SPEC, [write.item for write in rows])
        telemetry.count("OrdersPlaced")
""",
        "An order is placed and nobody hears of it: no confirmation, not in the day's report.",
        ("I16",),
    ),
    Bug(
        "capture_untold",
        "functions/payments/note_intent.py",
        "    if captured:\n        return [PaymentCaptured(",
        '    if captured and before.status == "pending":\n        return [PaymentCaptured(',
        "Whoever's first card was declined pays with another, and the order expires all the same.",
        ("I5", "I10"),
    ),
    Bug(
        "inbox_first",
        QUEUE,
        "        retry_stale(lambda: on_news(_news(table, consumer, envelope)))\n",
        """        commit(heard(table, consumer, envelope["id"], clock.now()))
        retry_stale(lambda: on_news(_news(table, consumer, envelope)))
""",
        "A Lambda dies after it noted the news and before it acted on them: a payment is never seen.",
        ("I5", "I10", "I16", "I18"),
        also=(
            (
                QUEUE,
                '    note = heard(table, consumer, envelope["id"], now)\n',
                """    from shared.dynamo import update

    name = {"#done": "done"}
    note = heard(table, consumer, envelope["id"], now)
    note = update(table, note.key, "SET #done = :done", names=name, values={":done": True})
""",
            ),
        ),
    ),
    Bug(
        "inbox_not_a_condition",
        "shared/inbox.py",
        "    return speaking_first(create(table, item, refusal=lambda _: AlreadyHeard()))\n",
        '    return Write(table, "Put", (item["pk"], item["sk"]), item)\n',
        "News that come twice have their effect twice: a parcel counts as two.",
        ("I15", "I18"),
    ),
    Bug(
        "bus_taken_at_its_200",
        OUTBOX,
        '        waiting = [row for row, result in results if result.get("ErrorCode")]\n',
        "        waiting = []\n",
        "EventBridge refuses single entries of an answer that is a 200; those events are lost.",
        ("I16",),
    ),
    Bug(
        "sweeper_looks_ahead",
        OUTBOX,
        '    shards = (query_all(table, str(each), index=UNSENT, sort=("<", before)) for each in range(SHARDS))\n',
        '    shards = (query_all(table, str(each), index=UNSENT, sort=(">", before)) for each in range(SHARDS))\n',
        "What the stream lost is never told: mails, reports and refunds are missing.",
        ("I13", "I16"),
    ),
    Bug(
        "publisher_of_another_table",
        "functions/fulfillment/handlers/publish_events.py",
        "from functions.fulfillment.table import SPEC",
        "from functions.inventory.table import SPEC",
        "A copied line: what fulfillment says is told again and again, and its rows lie in another domain's table.",
        ("I13", "I16"),
    ),
    Bug(
        "failed_message_acknowledged",
        QUEUE,
        '            telemetry.warn("not_heard", error, consumer=consumer, **told)\n            raise\n',
        '            telemetry.warn("not_heard", error, consumer=consumer, **told)\n',
        "News that could not be dealt with at once are forgotten.",
        ("I16",),
    ),
    Bug(
        "webhook_kept_blindly",
        "functions/payments/receive_webhook.py",
        '    return kept, *say(SPEC, stripe_pk(event.id), Aggregate("stripe_event", event.id, 1), news, now=now)\n',
        """    import dataclasses

    said = say(SPEC, stripe_pk(event.id), Aggregate("stripe_event", event.id, 1), news, now=now)
    return tuple(dataclasses.replace(write, condition=None) for write in (kept, *said))
""",
        "A webhook that comes twice rewrites what was said before, under another id.",
        ("I7",),
    ),
    Bug(
        "mail_before_its_note",
        "functions/notifications/send_owed.py",
        "    commit(news.heard, store.add(mail))\n    try_to_deliver(mail)\n",
        """    from dataclasses import replace

    try_to_deliver(replace(mail, version=0))
    commit(news.heard)
""",
        "Mails that fail once are never sent, and others come twice.",
        ("I16",),
    ),
    Bug(
        "fact_of_each_delivery",
        "functions/reports/note_fact.py",
        "    fact = Fact(news.id, news.created_at, event)\n",
        "    fact = Fact(news.id, clock.stamp(news.now), event)\n",
        "A message that comes twice is a sale that counts twice.",
        ("I16", "I18"),
        also=(
            (
                "functions/reports/note_fact.py",
                "    commit(*store.keep(fact, is_open_end=is_late or not _has_sale(fact)), news.heard)\n",
                "    commit(*store.keep(fact, is_open_end=is_late or not _has_sale(fact)))\n",
            ),
            ("functions/reports/note_fact.py", "from shared import telemetry", "from shared import clock, telemetry"),
        ),
    ),
    Bug(
        "fact_on_the_day_it_is_heard",
        "functions/reports/note_fact.py",
        "    fact = Fact(news.id, news.created_at, event)\n",
        "    fact = Fact(news.id, clock.stamp(news.now), event)\n",
        "What is sold before midnight and heard of after it counts in the wrong day's report.",
        ("I18",),
        also=(
            ("functions/reports/note_fact.py", "from shared import telemetry", "from shared import clock, telemetry"),
        ),
    ),
    Bug(
        "inbox_note_of_a_week",
        "shared/inbox.py",
        "KEPT_DAYS = 90 ",
        "KEPT_DAYS = 7 ",
        "Dead letters that are redriven after ten days have their effect a second time.",
        ("I15", "I18"),
    ),
    Bug(
        "first_early_report_stays",
        "functions/fulfillment/number.py",
        "        if any(each.report == report for each in kept):\n",
        "        if any(each.report == report for each in kept) or (kept and not self.parcels):\n",
        "A parcel of which the carrier told before it was recorded is on its way for ever.",
        ("I18",),
    ),
    Bug(
        "one_order_of_a_parcel",
        "functions/fulfillment/note_tracking.py",
        "    (parcels,) = fetch(store.parcels_at(before.parcels))\n",
        "    (parcels,) = fetch(store.parcels_at(before.parcels[:1]))\n",
        "Of two orders in one parcel only the first arrives.",
        ("I18",),
    ),
    Bug(
        "cancellation_of_what_was_never_bought",
        "functions/notifications/mail.py",
        "        case OrderCanceled(was_placed=True):\n",
        "        case OrderCanceled():\n",
        "Whoever leaves a checkout is told that their order was canceled.",
        ("I16",),
    ),
)
