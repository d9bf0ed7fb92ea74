"""What the shopper's browser does at Stripe: it confirms, and later answers a challenge or waits for a bank."""

import json
from urllib.parse import urlencode

from local.stripe_double.answers import Request
from local.stripe_double.api import Api
from local.stripe_double.confirmation import authenticated, end_processing
from local.stripe_double.lifecycle import Status
from local.stripe_double.state import Json, World

METHODS = {
    "declined": "pm_card_chargeDeclined",
    "3ds": "pm_card_threeDSecure2Required",  # requires_action, until the shopper answers
    "processing": "pm_usBankAccount_processing",  # a debit: processing, until the bank answers
}
HEADERS = {"authorization": "Bearer pk_test_shopper"}


class Shopper:
    """Calls Stripe with a publishable key and the payment's client secret."""

    def __init__(self, world: World, api: Api) -> None:
        self._world, self._api = world, api

    def confirm(
        self, intent_id: str, client_secret: str, method: str, after_s: float | None, *, succeeds: bool
    ) -> tuple[int, Json]:
        """Try to pay; the status and body of Stripe's answer. See SimulatedStripe.confirm."""
        fields = {"client_secret": client_secret, "payment_method": METHODS.get(method, method)}
        path = f"/v1/payment_intents/{intent_id}/confirm"
        answer = self._api.answer(Request("POST", path, "", HEADERS, urlencode(fields).encode()))
        if answer.status == 200 and after_s is not None:
            intent = self._world.get("payment_intents", intent_id)
            chosen = intent["payment_method"]
            self._world.later(lambda: self._end(intent, chosen, succeeds=succeeds), after_s)
        return answer.status, json.loads(answer.body)

    def _end(self, intent: Json, chosen: str, *, succeeds: bool) -> None:
        """What the shopper or the bank says in the end; nothing, where the payment went another way meanwhile."""
        if intent["payment_method"] != chosen:
            return
        if intent["status"] == Status.REQUIRES_ACTION:
            authenticated(self._world, intent, succeeds=succeeds)
        elif intent["status"] == Status.PROCESSING:
            end_processing(self._world, intent, succeeds=succeeds)
