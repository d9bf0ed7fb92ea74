"""Giving money back: Refunds, never more than was captured, sometimes failing later."""

from local.stripe_double import charges, money
from local.stripe_double.cards import Refunds
from local.stripe_double.errors import invalid, refused
from local.stripe_double.events import emit
from local.stripe_double.lists import equal_to, filters, page
from local.stripe_double.params import Spec, integer, merged, metadata, one_of, text
from local.stripe_double.state import Asked, Json, World

GONE = ("failed", "canceled")  # the statuses whose money came back to the balance

CREATE: Spec = {
    "amount": integer(1),
    "charge": text(),
    "payment_intent": text(),
    "metadata": metadata,
    "reason": one_of("duplicate", "fraudulent", "requested_by_customer"),
}
UPDATE: Spec = {"metadata": metadata}
LIST: Spec = filters("charge", "payment_intent")


def create(asked: Asked) -> Json:
    """POST /v1/refunds for a charge, or for the latest charge of a PaymentIntent; all that is left by default."""
    world, params = asked.world, asked.params
    charge = _charge(world, params)
    left = unrefunded(charge)
    if left == 0:
        raise refused(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    amount = params.get("amount", left)
    if amount > left:
        wanted, most = money.sentence(amount, charge["currency"]), money.sentence(left, charge["currency"])
        raise refused(f"Refund amount ({wanted}) is greater than unrefunded amount on charge ({most})", "amount")
    refund = _add(world, charge, amount, params)
    _count(charge, amount)
    emit(world, "refund.created", refund)
    emit(world, "charge.refunded", charge)
    _plan(world, refund, charge)
    return refund


def _charge(world: World, params: Json) -> Json:
    if not params.get("charge") and not params.get("payment_intent"):
        message = "One of the following params should be provided for this request: payment_intent or charge."
        raise invalid(message, code="parameter_missing")
    if params.get("charge") and params.get("payment_intent"):
        raise invalid("You may only specify one of these parameters: charge, payment_intent.", "charge")
    if params.get("charge"):
        name = f"Charge {params['charge']}"
        charge = world.get("charges", params["charge"], "charge")
    else:
        name = f"This PaymentIntent ({params['payment_intent']})"
        intent = world.get("payment_intents", params["payment_intent"], "payment_intent")
        charge = world.tables["charges"].get(intent["latest_charge"] or "", {})
    if not charge.get("captured"):
        raise refused(f"{name} does not have a successful charge to refund.", code="charge_not_refundable")
    return charge


def unrefunded(charge: Json) -> int:
    """What is left to give back of a captured charge; its `amount_refunded` counts what a capture released too."""
    return int(charge["amount"] - charge["amount_refunded"])


def _add(world: World, charge: Json, amount: int, params: Json) -> Json:
    card = world.cards[charge["payment_method"]]
    kind = "refund" if card.type == "card" else "payment_refund"
    refund = world.add(
        "re",
        {
            "object": "refund",
            "amount": amount,
            "balance_transaction": None,
            "charge": charge["id"],
            "created": world.now(),
            "currency": charge["currency"],
            "customer": charge["customer"],
            "destination_details": {card.type: {"reference_status": "pending", "type": "refund"}, "type": card.type},
            "failure_balance_transaction": None,
            "failure_reason": None,
            "metadata": merged({}, params.get("metadata")),
            "payment_intent": charge["payment_intent"],
            "payment_method": charge["payment_method"],
            "pending_reason": "processing" if card.refunds is Refunds.PEND else None,
            "reason": params.get("reason"),
            "receipt_number": None,
            "status": "pending" if card.refunds is Refunds.PEND else "succeeded",
        },
    )
    refund["balance_transaction"] = charges.book(world, refund, kind, -amount)["id"]
    return refund


def _count(charge: Json, amount: int) -> None:
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] >= charge["amount"]


def _plan(world: World, refund: Json, charge: Json) -> None:
    fate = world.cards[charge["payment_method"]].refunds
    if fate is Refunds.PEND:
        world.later(lambda: finish(world, refund, None) if refund["status"] == "pending" else None)
    if fate is Refunds.FAIL:
        reason = "expired_or_canceled_card"
        world.later(lambda: finish(world, refund, reason) if refund["status"] not in GONE else None)


def finish(world: World, refund: Json, failure_reason: str | None) -> None:
    """The bank's late answer: a pending refund succeeds, or any refund fails and its money returns."""
    before = {"status": refund["status"]}
    refund["pending_reason"] = None
    if failure_reason is None:
        refund["status"] = "succeeded"
        emit(world, "refund.updated", refund, before)
        return
    refund["status"] = "failed"
    refund["failure_reason"] = failure_reason
    refund["failure_balance_transaction"] = charges.book(world, refund, "refund_failure", refund["amount"])["id"]
    charge = world.get("charges", refund["charge"])
    _count(charge, -refund["amount"])
    emit(world, "refund.failed", refund, before)
    emit(world, "refund.updated", refund, before)
    emit(world, "charge.updated", charge, {"amount_refunded": charge["amount_refunded"] + refund["amount"]})


def retrieve(asked: Asked) -> Json:
    """GET /v1/refunds/{id}"""
    return asked.world.get("refunds", asked.id)


def update(asked: Asked) -> Json:
    """POST /v1/refunds/{id}: metadata only."""
    world, params = asked.world, asked.params
    refund = world.get("refunds", asked.id)
    before = {"metadata": refund["metadata"]}
    refund["metadata"] = merged(refund["metadata"], params.get("metadata"))
    emit(world, "refund.updated", refund, before)
    return refund


def list_refunds(asked: Asked) -> Json:
    """GET /v1/refunds"""
    world, params = asked.world, asked.params
    return page(world, "refunds", "/v1/refunds", params, equal_to(params, "charge", "payment_intent"))
