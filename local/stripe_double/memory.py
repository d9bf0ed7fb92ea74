"""What the double knows, as JSON: so that a shop which is started again finds its payments at Stripe.

What Stripe was about to do by itself is not in it: let the double come to rest first.
"""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from local.stripe_double.answers import Answer
from local.stripe_double.cards import Card, Decline, Refunds, Settles
from local.stripe_double.checkout_payment import follow
from local.stripe_double.idempotency import Keys
from local.stripe_double.state import Json, World


def remembered(world: World, keys: Keys) -> Json:
    """Everything that `recall` needs. The caller holds the world's lock."""
    return {
        "tables": world.tables,
        "cards": {name: asdict(card) for name, card in world.cards.items()},
        "sessions": world.sessions,
        "shift_s": world.shift_s,
        "keys": [
            {**record, "answer": {**record["answer"], "body": base64.b64encode(record["answer"]["body"]).decode()}}
            for record in keys.records()
        ],
    }


def recall(world: World, keys: Keys, memory: Mapping[str, Any]) -> None:
    """Put a memory into a double that is empty."""
    with world.lock:
        for kind, table in memory["tables"].items():
            for made in table.values():
                world.put(kind, made)
        world.cards = {name: _card(fields) for name, fields in memory["cards"].items()}
        world.sessions = dict(memory["sessions"])
        world.shift_s = memory["shift_s"]
        for record in memory["keys"]:
            answer = record["answer"]
            body = base64.b64decode(answer["body"])
            keys.put({**record, "answer": Answer(answer["status"], body, answer["headers"])})
        for session in world.tables["checkout_sessions"].values():
            if session["payment_intent"]:
                follow(world, session)


def _card(fields: Mapping[str, Any]) -> Card:
    decline = Decline(**fields["decline"]) if fields["decline"] else None
    kinds = {"settles": Settles(fields["settles"]), "refunds": Refunds(fields["refunds"])}
    return Card(**{**fields, **kinds, "decline": decline})
