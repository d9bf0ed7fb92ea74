"""Mistakes with money."""

from tests.simulation.planted.bug import Bug

PAYMENTS = "functions/payments"

MONEY = (
    Bug(
        "refund_key_of_each_try",
        f"{PAYMENTS}/stripe_api.py",
        '_refunds().create(params, {"idempotency_key": refund.idempotency_key})',
        "_refunds().create(params)",
        "A refund whose answer is lost is sent again, and the shopper gets the money twice.",
        ("I2", "I4"),
    ),
    Bug(
        "payment_key_of_each_try",
        f"{PAYMENTS}/stripe_api.py",
        '.create(params, {"idempotency_key": payment.idempotency_key})',
        ".create(params)",
        "A payment whose answer is lost is asked for again: one of the shopper's tabs pays the one, one the other.",
        ("I3",),
    ),
    Bug(
        "no_answer_taken_for_no",
        f"{PAYMENTS}/send_refund.py",
        "    except stripe_api.StripeRefused as refusal:\n        if refund.may_shrink:\n",
        """    except stripe_api.PaymentUnavailable:
        return refund.refused("no_answer")
    except stripe_api.StripeRefused as refusal:
        if refund.may_shrink:
""",
        "A refund counts as failed though Stripe has sent it: staff send the same money once more.",
        ("I2",),
    ),
    Bug(
        "late_money_ignored",
        "functions/orders/note_payment.py",
        "        writes = sending_back(event.amount, order.status, account, refund_id, news.now)\n",
        "        writes: tuple[Any, ...] = ()\n",
        "Who pays a minute after the order expired has neither the goods nor the money.",
        ("I5",),
    ),
    Bug(
        "refund_not_set_aside",
        f"{PAYMENTS}/staged.py",
        '"SET #refundable = #refundable - :amount, #pending = #pending + :amount, #version = #version + :one"',
        '"SET #pending = #pending + :amount, #version = #version + :one"',
        "While a refund is under way its money may be given away a second time.",
        ("I4",),
    ),
    Bug(
        "sale_not_reversed",
        "functions/orders/cancel_order.py",
        "    writes = payments.reverse_sale(order.id, **order.sale, now=request.now)",
        "    writes: tuple[Write, ...] = ()",
        "The ledger shows the revenue of orders that were canceled; tax is paid on it.",
        ("I1",),
    ),
    Bug(
        "sale_without_shipping",
        "functions/orders/order.py",
        '            "shipping": self.shipping_total,\n',
        '            "shipping": 0,\n',
        "The ledger says that every shopper has paid too much, by the shipping.",
        ("I1",),
    ),
    Bug(
        "refund_not_in_ledger",
        f"{PAYMENTS}/note_refund.py",
        "writes += (staged.post(after.order_id, entry, now), staged.count_in_payment(",
        "writes += (staged.count_in_payment(",
        "The ledger does not show that money went back; the books never agree with the processor's.",
        ("I2",),
    ),
    Bug(
        "void_forgotten",
        "functions/orders/expire_order.py",
        "        *payments.request_void(asked_for, now),\n",
        "",
        "Shoppers can go on paying for orders that are dead, days later.",
        ("I3",),
    ),
    Bug(
        "money_sums_without_version",
        f"{PAYMENTS}/staged.py",
        '{**sums, "version": 1}',
        "sums",
        "Whoever read the account before money moved does not notice that it did.",
        ("I11",),
    ),
    Bug(
        "shipping_goes_back_again",
        "functions/orders/order.py",
        """        if shipping_amount > left:
            raise RefundExceedsPart("shipping", shipping_amount, left)
""",
        "",
        "Who asks three times gets the shipping back three times.",
        ("I4",),
    ),
    Bug(
        "shipping_on_top_of_the_parts",
        "functions/orders/refund_order.py",
        "        amount = parts.worth\n",
        "        amount = parts.worth + body.shipping_amount\n",
        "A refund of goods with their shipping gives the shipping twice.",
        ("I4",),
    ),
    Bug(
        "failed_refund_keeps_its_units",
        "functions/orders/note_failed_refund.py",
        "    commit(*_freed(whole.order, refund, news), *money, news.heard)\n",
        "    commit(*money, news.heard)\n",
        "A refund that a bank did not take can never be made again: its units count as refunded.",
        ("I18",),
    ),
    Bug(
        "dead_orders_money_by_its_total",
        f"{PAYMENTS}/request_refund.py",
        "    amount = min(most, account.refundable)\n",
        "    amount = most\n",
        "Of a dead order's money a part went back already; the rest never does, for it is more than what is left.",
        ("I5", "I13", "I17"),
    ),
    Bug(
        "refunded_units_ship",
        "functions/orders/order.py",
        "self.quantity - self.canceled - self.refunded - self.shipped, 0)",
        "self.quantity - self.canceled - self.shipped, 0)",
        "Whoever got the money for one of two mugs gets both mugs.",
        ("I5",),
    ),
    Bug(
        "sent_is_gone",
        f"{PAYMENTS}/resume_payments.py",
        "    after = refund.told(stripe_api.retrieve_refund(str(refund.provider_reference)))\n"
        "    return refund.looked_at(now) if after is refund else after\n",
        "    return refund.looked_at(now)\n",
        "A refund that came back while the shop could not be reached counts as sent for ever.",
        ("I2",),
    ),
    Bug(
        "ships_without_the_money",
        "functions/orders/fulfill_items.py",
        "            payments.money_is_there(account),\n",
        "",
        "Goods leave for an order whose money has gone back whole.",
        ("I5",),
        also=(
            (
                "functions/orders/fulfill_items.py",
                """        if account is None or not account.holds_money:
            raise payments.NotPaid
""",
                "        assert account\n",
            ),
        ),
    ),
)
