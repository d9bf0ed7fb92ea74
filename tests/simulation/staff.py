"""The people of the shop: they fill it, ship, cancel while others ship, refund, count stock and change prices."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.in_process import ALL_SCOPES
from tests.simulation.carrier import parcel_news
from tests.simulation.gateway import Answer, Client
from tests.simulation.growth import grow

if TYPE_CHECKING:
    from tests.simulation.world import World

PRICES = (999, 2499, 12900)


class Staff:
    """Whoever works in the shop. Each job is a life of its own."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.chance = world.loop.random
        self.client = Client(world, "staff", ALL_SCOPES)
        self.locations: list[str] = []
        self.variants: list[str] = []
        self.products: list[str] = []
        self.option = ""
        self.keys = 0
        self._jobs: list[Callable[[], Any]] = [
            self.ship_some,
            self.cancel_one,
            self.refund_one,
            self.refund_at_stripe,
            self.count_stock,
            self.change_price,
            self.restock,
            partial(grow, self),
        ]
        self.done: set[tuple[str, str]] = set()  # (what, order)

    def post(self, path: str, body: Any, what: str = "") -> Answer | None:
        """A POST with a key of its own, asked again until it is answered."""
        self.keys += 1
        return self.client.sure("POST", path, body, Idempotency_Key=f"staff-{what}-{self.keys}")

    def open_shop(self) -> None:
        """Warehouses, goods, stock, a way to ship: before the first shopper comes."""
        climate = self.world.climate
        self.locations = [
            self._made("/admin/locations", {"name": f"W{i}", "country": "US"})["id"] for i in range(climate.locations)
        ]
        option = {"title": "Standard", "kind": "flat", "countries": ["US"], "amounts": {"USD": 644}}
        self.option = self._made("/admin/shipping_options", option)["id"]
        for number in range(climate.variants):
            variant = {
                "sku": f"SKU-{number}",
                "options": {},
                "prices": [{"currency": "USD", "amount": PRICES[number % 3]}],
                "weight_g": 100,
            }
            product = self._made("/admin/products", {"title": f"P{number}", "status": "active", "variants": [variant]})
            self.products.append(product["id"])
            self.variants.append(product["variants"][0]["id"])
        items: list[dict[str, Any]] = [
            {"variant_id": variant, "location_id": place, "quantity": climate.units}
            for variant in self.variants
            for place in self.locations
        ]
        self._made("/admin/inventory/receipts", {"items": items, "reference": "PO-1"})
        self.world.received.update({(i["variant_id"], i["location_id"]): i["quantity"] for i in items})

    def _made(self, path: str, body: Any) -> Any:
        answer = self.post(path, body)
        assert answer, path
        assert answer[0] in (200, 201), (path, answer)
        return answer[1]

    def work(self, until: float) -> None:
        """A day's work: look at what is placed, and do something about it."""
        weights = [10.0, 2.0, 3.0, 1.0, 1.0, 1.0, 2 * self.world.climate.restock_chance, 1.0]
        while self.world.loop.now < until:
            self.world.pause(self.chance.uniform(40.0, 400.0))
            self.chance.choices(self._jobs, weights)[0]()

    def ship_rest(self) -> None:
        """Whatever is placed leaves the house, also what once could not, as while its money was on its way back."""
        self.done.clear()
        for _ in range(400):
            if not self.ship_some(everything=True):
                return

    def ship_some(self, *, everything: bool = False) -> int:
        """Ship placed orders; sometimes a colleague cancels one at the same moment."""
        shipped = 0
        for order in self._placed(100 if everything else 10):
            if order["fulfillment_status"] in ("fulfilled", "delivered") or ("ship", order["id"]) in self.done:
                continue
            if not everything and self.chance.random() < 0.5:
                continue
            shipped += 1
            self.done.add(("ship", order["id"]))
            if not everything and self.chance.random() < 0.15:
                self.world.happened["cancel while it ships"] += 1
                self.world.spawn("staff", partial(self._cancel, order["id"]), self.chance.choice([0.0, 0.02, 0.05]))
            self._ship(order)
        return shipped

    def _placed(self, limit: int = 10) -> list[Any]:
        answer = self.client.sure("GET", f"/admin/orders?status=placed&limit={limit}")
        return list(answer[1]["data"]) if answer and answer[0] == 200 else []

    def _ship(self, order: Any) -> None:
        """All of it from one place, else line by line, and unit by unit where a place has only some."""
        left = {i["id"]: i["quantity"] - i["fulfilled_quantity"] - i["canceled_quantity"] for i in order["items"]}
        whole = {line: units for line, units in left.items() if units > 0}
        if self._shipped(order["id"], self.locations[0], whole, left) is None:
            return
        for place in self.locations:
            for line in [line for line, units in left.items() if units > 0]:
                for quantity in range(left[line], 0, -1):
                    done = self._shipped(order["id"], place, {line: quantity}, left)
                    if done is None:
                        return
                    if done:
                        break

    def _shipped(self, order_id: str, place: str, units: dict[str, int], left: dict[str, int]) -> bool | None:
        """Whether a parcel with these units of these lines left; None where the order takes no parcels any more."""
        number = f"1Z{self.keys + 1:08d}"
        body = {
            "location_id": place,
            "items": [{"line_item_id": line, "quantity": quantity} for line, quantity in units.items()],
            "tracking": {"company": "ups", "number": number},
        }
        answer = self.post(f"/admin/orders/{order_id}/fulfillments", body, "ship")
        if answer and answer[0] == 201:
            for line, quantity in units.items():
                left[line] -= quantity
            self.world.happened["shipped"] += 1
            self._carrier_takes(number)
            return True
        code = answer[1].get("error", {}).get("code") if answer else None
        if code == "not_paid":
            self.world.happened["not shipped, the money went back"] += 1
            return None
        if code == "wrong_state":
            self.world.happened["shipping lost against canceling"] += 1
            return None
        return False

    def _carrier_takes(self, number: str) -> None:
        for delay, body, headers in parcel_news(self.world.loop, number):
            self.world.spawn("carrier", partial(self._tell, body, headers), delay)

    def _tell(self, body: str, headers: Any) -> None:
        client = Client(self.world, "carrier")
        for attempt in range(12):
            answer = client.ask("POST", "/webhooks/carriers/ups", body, **headers())
            if answer and answer[0] < 500:
                return
            self.world.pause(30.0 * 2 ** min(attempt, 6))

    def cancel_one(self) -> None:
        """Cancel something that is pending or placed."""
        status = self.chance.choice(["pending", "placed"])
        answer = self.client.sure("GET", f"/admin/orders?status={status}&limit=20")
        orders = answer[1]["data"] if answer and answer[0] == 200 else []
        if orders:
            self._cancel(self.chance.choice(orders)["id"])

    def _cancel(self, order_id: str) -> None:
        answer = self.post(f"/admin/orders/{order_id}/cancel", {"reason": "customer"}, "cancel")
        if answer:
            self.world.happened["canceled" if answer[0] == 200 else "canceling refused"] += 1

    def refund_one(self) -> None:
        """Give some money back; sometimes two people do at the same moment."""
        orders = [order for order in self._placed() if order["captured_total"] > order["refunded_total"]]
        if not orders:
            return
        order = self.chance.choice(orders)
        amount = self.chance.choice([1, 500, order["total"] // 2 or 1, order["total"], order["total"] + 1])
        both = self.chance.random() < 0.4
        if both:
            self.world.happened["two refunds at once"] += 1
            self.world.spawn("staff", lambda: self._refund(order["id"], amount), 0.01)
        self._refund(order["id"], amount)

    def _refund(self, order_id: str, amount: int) -> None:
        answer = self.post("/admin/refunds", {"order_id": order_id, "amount": amount}, "refund")
        if answer:
            self.world.happened["refunded" if answer[0] == 201 else "refund refused"] += 1

    def refund_at_stripe(self) -> None:
        """Somebody gives money back in the processor's own dashboard, and the shop hears of it by its webhooks."""
        if self.world.climate.webhook_loss == 1.0:
            return
        paid = [book for book in self.world.stripe.books().values() if book.kept > 1]
        if paid:
            book = self.chance.choice(paid)
            self.world.stripe.dashboard_refund(book.intent, self.chance.choice([1, book.kept // 2, book.kept]))
            self.world.happened["refunded at the processor"] += 1

    def count_stock(self) -> None:
        """Somebody counts, and there is one more or one less than thought."""
        item = {
            "variant_id": self.chance.choice(self.variants),
            "location_id": self.chance.choice(self.locations),
            "delta": self.chance.choice([-1, 1]),
            "reason": "count",
        }
        answer = self.post("/admin/inventory/adjustments", {"items": [item]}, "count")
        if answer and answer[0] == 201:
            self.world.happened["stock counted"] += 1

    def restock(self) -> None:
        """A delivery."""
        item = {
            "variant_id": self.chance.choice(self.variants),
            "location_id": self.chance.choice(self.locations),
            "quantity": 3,
        }
        answer = self.post("/admin/inventory/receipts", {"items": [item], "reference": "PO-2"}, "receipt")
        if answer and answer[0] == 201:
            self.world.happened["restocked"] += 1

    def change_price(self) -> None:
        """A variant costs another price from now on."""
        product = self.chance.choice(self.products)
        answer = self.client.sure("GET", f"/admin/products/{product}")
        if not answer or answer[0] != 200:
            return
        variant = answer[1]["variants"][0]
        price = {"currency": "USD", "amount": self.chance.choice(PRICES)}
        body = {"variants": [{"id": variant["id"], "prices": [price]}]}
        answer = self.client.sure("PATCH", f"/admin/products/{product}", body, If_Match=f'"{answer[1]["version"]}"')
        if answer and answer[0] == 200:
            self.world.happened["price changed"] += 1
