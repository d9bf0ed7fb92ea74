"""A shop's side of a simulated Stripe: the real SDK, a wire that can be cut, and a clock that moves by itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import stripe as sdk

from shared import clock, ids
from tests.simulation.loop import Loop
from tests.simulation.stripe import Lost, SimulatedStripe, install

PAYMENT = {"amount": 2_000, "currency": "usd", "capture_method": "automatic", "metadata": {"order_id": "o1"}}
TIMEOUT_S = 8.0


@dataclass
class Shop:
    """Calls Stripe by its SDK. lose: what happens to the next calls, each `request`, `answer` or nothing."""

    loop: Loop
    takes: bool = True  # whether its endpoint takes webhooks
    tries: list[tuple[float, dict[str, Any]]] = field(
        default_factory=list
    )  # (when, event), one for each try to deliver
    lose: list[str] = field(default_factory=list)
    wire: list[tuple[str, str, str, float]] = field(default_factory=list)  # (method, path, key, when)

    def __post_init__(self) -> None:
        self.stripe = SimulatedStripe(self.loop, self._deliver)

    def _deliver(self, event: dict[str, Any]) -> None:
        self.tries.append((self.loop.now, event))
        if self.takes:
            self.stripe.delivered(event["id"])

    def send(
        self, method: str, url: str, headers: Mapping[str, str], body: str, timeout_s: float
    ) -> tuple[int, str, Mapping[str, str]]:
        """The network between the SDK and Stripe."""
        path = url.removeprefix("https://api.stripe.com")
        self.wire.append((method, path, headers.get("Idempotency-Key", ""), self.loop.now))
        lost = self.lose.pop(0) if self.lose else ""
        try:
            if lost == "request":
                raise Lost
            answer = self.stripe.request(method, url, headers, body)
            if lost == "answer":
                raise Lost
        except Lost:
            clock.pause(timeout_s)
            raise
        return answer

    @property
    def api(self) -> Any:
        """The SDK's services, with one retry as the shop has it."""
        wire: Any = sdk.RequestsClient(timeout=(2.0, TIMEOUT_S))
        return sdk.StripeClient("sk_test_shop", http_client=wire, max_network_retries=1).v1

    def create(self, key: str = "k1", **more: Any) -> Any:
        """A new PaymentIntent."""
        return self.api.payment_intents.create({**PAYMENT, **more}, {"idempotency_key": key})

    def pay(self, method: str = "pm_card_visa", **more: Any) -> Any:
        """A new PaymentIntent that the shopper confirms; as it is then."""
        intent = self.create(key=f"pay {len(self.wire)}")
        self.stripe.confirm(intent.id, intent.client_secret, method, **more)
        return self.status(intent)

    def status(self, intent: Any) -> Any:
        """The PaymentIntent as it is now."""
        return self.api.payment_intents.retrieve(intent.id)

    def refund(self, intent: Any, amount: int, key: str = "r1") -> Any:
        """Give a part back."""
        return self.api.refunds.create({"payment_intent": intent.id, "amount": amount}, {"idempotency_key": key})

    def pass_by(self, seconds: float) -> None:
        """Time passes, and what is planned happens."""
        self.loop.run_until(self.loop.now + seconds)

    def told(self) -> list[str]:
        """The types of what was sent so far."""
        return [event["type"] for _, event in self.tries]


@contextmanager
def a_shop(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[Shop]:
    """A shop in the world of a seed."""
    shop = Shop(Loop(seed))
    monkeypatch.setattr(clock, "source", lambda: shop.loop.now)
    monkeypatch.setattr(clock, "pause", shop.pass_by)
    monkeypatch.setattr(ids, "random_bits", shop.loop.random.getrandbits)
    with install(shop.send):
        yield shop


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop in the world of seed 1."""
    with a_shop(monkeypatch, seed=1) as made:
        yield made
