"""The control calls about webhooks: where they go, what breaks them, what became of them."""

import time
from collections.abc import Callable
from dataclasses import asdict, replace

from local.stripe_double import wishes
from local.stripe_double.state import Json, World
from local.stripe_double.webhooks import Courier
from local.stripe_double.wishes import BadWish, Wish

MAX_WAIT_S = 60.0  # a test that waits longer has failed
MAX_COPIES = 100  # of one event, delivered at once by hand


class WebhookControl:
    """Control calls under /_double/webhooks."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world, self._courier = world, courier

    def routes(self) -> list[tuple[str, str, Callable[[Wish], Json]]]:
        """Method, path and act of each call."""
        return [
            ("GET", "webhooks/endpoint", self._endpoint),
            ("POST", "webhooks/endpoint", self._set_endpoint),
            ("DELETE", "webhooks/endpoint", self._no_endpoint),
            ("GET", "webhooks/faults", self._faults),
            ("POST", "webhooks/faults", self._set_faults),
            ("POST", "webhooks/release", self._release),
            ("POST", "webhooks/deliver", self._deliver),
            ("GET", "webhooks/deliveries", self._deliveries),
            ("POST", "webhooks/wait", self._wait),
        ]

    def _endpoint(self, _: Wish) -> Json:
        endpoint = self._courier.endpoint
        return {"endpoint": None if endpoint is None else asdict(endpoint)}

    def _set_endpoint(self, wish: Wish) -> Json:
        self._courier.endpoint = wishes.endpoint(wish.body)
        return self._endpoint(wish)

    def _no_endpoint(self, wish: Wish) -> Json:
        self._courier.endpoint = None
        return self._endpoint(wish)

    def _faults(self, _: Wish) -> Json:
        return asdict(self._courier.faults)

    def _set_faults(self, wish: Wish) -> Json:
        """Set the faults that are named; the others stay. Ending a hold releases what was held."""
        wishes.only(wish.body, "duplicate", "drop", "delay_s", "reorder", "hold")
        now = self._courier.faults
        faults = replace(
            now,
            duplicate=wishes.count(wish.body, "duplicate", now.duplicate),
            drop=wishes.count(wish.body, "drop", now.drop),
            delay_s=wishes.number(wish.body, "delay_s", now.delay_s, wishes.MAX_SECONDS),
            reorder=wishes.flag(wish.body, "reorder", now.reorder),
            hold=wishes.flag(wish.body, "hold", now.hold),
        )
        self._courier.faults = faults
        if now.hold and not faults.hold:
            self._courier.release()
        return asdict(self._courier.faults)

    def _release(self, wish: Wish) -> Json:
        wishes.only(wish.body, "discard")
        return {"released": self._courier.release(discard=wishes.flag(wish.body, "discard"))}

    def _deliver(self, wish: Wish) -> Json:
        """Deliver one event now, whatever the queue holds; answers with the records of the attempts."""
        wishes.only(wish.body, "event", "times", "secret", "signed_at_offset_s")
        endpoint = self._courier.endpoint
        if endpoint is None:
            raise BadWish("there is no webhook endpoint")
        if isinstance(wish.body.get("secret"), str):
            endpoint = replace(endpoint, secrets=(wish.body["secret"],))
        with self._world.lock:
            event = dict(self._world.tables["events"][str(wish.body.get("event"))])
        at = int(time.time() + wishes.number(wish.body, "signed_at_offset_s", 0, 1e9, -1e9))
        copies = wishes.count(wish.body, "times", 1, MAX_COPIES, 1)
        return {"deliveries": [self._courier.deliver_now(endpoint, event, at) for _ in range(copies)]}

    def _deliveries(self, _: Wish) -> Json:
        courier = self._courier
        return {
            "queued": courier.queued(),
            "held": courier.held(),
            "counts": dict(courier.counts),
            "deliveries": list(courier.log),
        }

    def _wait(self, wish: Wish) -> Json:
        wishes.only(wish.body, "timeout_s")
        settled = self._courier.wait(wishes.number(wish.body, "timeout_s", 5, MAX_WAIT_S))
        return {"settled": settled, "queued": self._courier.queued(), "held": self._courier.held()}
