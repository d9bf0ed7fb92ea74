"""One try to move money: Charges, and the BalanceTransactions that say what it did to the balance."""

from typing import Any

from local.stripe_double import money
from local.stripe_double.cards import Card, Decline
from local.stripe_double.events import emit
from local.stripe_double.lists import equal_to, filters, page
from local.stripe_double.params import Spec, merged, metadata, text
from local.stripe_double.state import Asked, Json, World

AVAILABLE_AFTER_S = 2 * 86_400  # card money may be paid out two days later, as in the United States

LIST: Spec = filters("customer", "payment_intent", "transfer_group")
UPDATE: Spec = {"description": text(), "metadata": metadata, "receipt_email": text()}
LIST_TRANSACTIONS: Spec = filters("currency", "source", "type")


def attempt(world: World, intent: Json, card: Card, *, captured: bool, decline: Decline | None = None) -> Json:
    """A new charge for what the intent asks: succeeded or failed, captured or only authorized."""
    paid = decline is None
    charge = world.add(
        "ch",
        {
            "object": "charge",
            "amount": intent["amount"],
            "amount_captured": intent["amount"] if paid and captured else 0,
            "amount_refunded": 0,
            "balance_transaction": None,
            "billing_details": _billing(world, intent),
            "captured": paid and captured,
            "created": world.now(),
            "currency": intent["currency"],
            "customer": intent["customer"],
            "description": intent["description"],
            "disputed": False,
            "failure_balance_transaction": None,
            "failure_code": decline.code if decline else None,
            "failure_message": decline.message if decline else None,
            "fraud_details": {},
            "livemode": False,
            "metadata": dict(intent["metadata"]),
            "outcome": _outcome(decline),
            "paid": paid,
            "payment_intent": intent["id"],
            "payment_method": intent["payment_method"],
            "payment_method_details": _details(world, intent, card),
            "receipt_email": intent["receipt_email"],
            "receipt_url": None,
            "refunded": False,
            "shipping": intent["shipping"],
            "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
            "status": "succeeded" if paid else "failed",
            "transfer_group": intent["transfer_group"],
        },
    )
    intent["latest_charge"] = charge["id"]
    return charge


def _billing(world: World, intent: Json) -> Json:
    method = world.tables["payment_methods"].get(intent["payment_method"] or "", {})
    return dict(method.get("billing_details", {}))


def _outcome(decline: Decline | None) -> Json:
    return {
        "network_status": "declined_by_network" if decline else "approved_by_network",
        "reason": decline.decline_code if decline else None,
        "risk_level": "normal",
        "seller_message": "The bank declined the payment." if decline else "Payment complete.",
        "type": "issuer_declined" if decline else "authorized",
    }


def _details(world: World, intent: Json, card: Card) -> Json:
    method = world.tables["payment_methods"].get(intent["payment_method"] or "", {})
    details: Json = dict(method.get(card.type, {}))
    details.pop("three_d_secure_usage", None)
    if card.type == "card":
        details["three_d_secure"] = {"result": "authenticated"} if card.authenticates else None
    return {card.type: details, "type": card.type}


def settle(world: World, charge: Json) -> None:
    """Book the captured amount, less Stripe's fee, on the balance."""
    kept = money.fee(charge["amount_captured"])
    kind = "charge" if charge["payment_method_details"]["type"] == "card" else "payment"
    charge["balance_transaction"] = book(world, charge, kind, charge["amount_captured"], kept)["id"]


def settle_late(world: World, charge: Json) -> None:
    """Book it a little later, as under `automatic_async`; `charge.updated` tells when."""

    def job() -> None:
        if charge["balance_transaction"] is None and charge["captured"]:
            settle(world, charge)
            emit(world, "charge.updated", charge, {"balance_transaction": None})

    world.later(job)


def book(world: World, source: Json, kind: str, amount: int, fee: int = 0) -> Json:
    """A new balance transaction; amount is negative for money that leaves."""
    currency = source["currency"]
    detail = {"amount": fee, "application": None, "currency": currency, "type": "stripe_fee"}
    category = {"payment": "charge", "payment_refund": "refund"}.get(kind, kind)
    return world.add(
        "txn",
        {
            "object": "balance_transaction",
            "amount": amount,
            "available_on": world.now() + AVAILABLE_AFTER_S,
            "balance_type": "payments",
            "created": world.now(),
            "currency": currency,
            "description": source.get("description"),
            "exchange_rate": None,
            "fee": fee,
            "fee_details": [detail | {"description": "Stripe processing fees"}] if fee else [],
            "net": amount - fee,
            "reporting_category": category,
            "source": source["id"],
            "status": "pending",
            "type": kind,
        },
    )


def release(world: World, charge: Json) -> None:
    """Let go of an authorized amount that was not captured: Stripe marks the charge as refunded."""
    charge["amount_refunded"] = charge["amount"]
    charge["refunded"] = True
    emit(world, "charge.refunded", charge)


def retrieve(asked: Asked) -> Json:
    """GET /v1/charges/{id}"""
    return asked.world.get("charges", asked.id)


def update(asked: Asked) -> Json:
    """POST /v1/charges/{id}"""
    world, params = asked.world, asked.params
    charge = world.get("charges", asked.id)
    before = {name: charge[name] for name in params}
    charge["metadata"] = merged(charge["metadata"], params.pop("metadata", None))
    charge.update(params)
    emit(world, "charge.updated", charge, before)
    return charge


def list_charges(asked: Asked) -> Json:
    """GET /v1/charges"""
    world, params = asked.world, asked.params
    return page(world, "charges", "/v1/charges", params, equal_to(params, "customer", "payment_intent"))


def retrieve_transaction(asked: Asked) -> Json:
    """GET /v1/balance_transactions/{id}"""
    world = asked.world
    return _as_of_now(world, world.get("balance_transactions", asked.id))


def list_transactions(asked: Asked) -> Json:
    """GET /v1/balance_transactions"""
    world, params = asked.world, asked.params
    matches = equal_to(params, "currency", "source", "type")
    found = page(world, "balance_transactions", "/v1/balance_transactions", params, matches)
    return found | {"data": [_as_of_now(world, transaction) for transaction in found["data"]]}


def _as_of_now(world: World, transaction: dict[str, Any]) -> Json:
    if transaction["available_on"] <= world.now():
        transaction["status"] = "available"
    return transaction
