"""The people of the shop: they fill it, ship, cancel while others ship, refund, count stock and change prices."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tests.in_process import ALL_SCOPES
from tests.simulation.asking import answer_tickets
from tests.simulation.carrier import parcel_news
from tests.simulation.exporting import export
from tests.simulation.gateway import Answer, Client
from tests.simulation.growth import grow
from tests.simulation.refunding import refund_one

if TYPE_CHECKING:
    from tests.simulation.world import World

PRICES = (999, 2499, 12900)
PARTS = 0.25  # of the shipments leave a rest for another parcel
SAME = 0.1  # of the parcels hold what another order's shipment is in, too
WITHOUT = 0.05  # of the parcels have no tracking number
COUNTED = 0.1  # of the shipments leave a shelf that a colleague counts at the same moment
UNREFUNDED = 0.3  # of the cancellations leave the money: staff mean to settle it in another way
EARLY = 0.1  # of the parcels are reported before anybody has typed that they left
TOLD = 0.9  # of the shipments are told to the shopper


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
            self.refund_some,
            self.refund_at_stripe,
            self.cancel_at_stripe,
            self.count_stock,
            self.change_price,
            self.restock,
            partial(grow, self),
            partial(export, self),
            partial(answer_tickets, self),
        ]
        if world.helpdesk:
            self._jobs.append(partial(world.helpdesk.write, self))
        self.done: set[tuple[str, str]] = set()  # (what, order)
        self.shipped_once: set[str] = set()  # orders of which something has left
        self.number = ""  # the last parcel's

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
        weights = [10.0, 2.0, 3.0, 1.0, 0.5, 1.0, 1.0, 2 * self.world.climate.restock_chance, 1.0, 5.0, 4.0]
        weights += [8.0] * (self.world.helpdesk is not None)
        while self.world.loop.now < until:
            self.world.pause(self.chance.uniform(40.0, 400.0))
            self.chance.choices(self._jobs, weights)[0]()

    def ship_rest(self) -> None:
        """Whatever is placed leaves the house, also what once could not, as while its money was on its way back."""
        self.done.clear()
        self.number = ""
        for _ in range(400):
            if not self.ship_some(everything=True):
                return

    def ship_some(self, *, everything: bool = False) -> int:
        """Ship placed orders; sometimes a colleague cancels one at the same moment."""
        shipped = 0
        for order in self._placed(100 if everything else 10):
            if order["fulfillment_status"] in ("shipped", "delivered") or ("ship", order["id"]) in self.done:
                continue
            if not everything and self.chance.random() < 0.5:
                continue
            shipped += 1
            self.done.add(("ship", order["id"]))
            if not everything and self.chance.random() < 0.15:
                self.world.happened["cancel while it ships"] += 1
                self.world.spawn("staff", partial(self.cancel, order["id"]), self.chance.choice([0.0, 0.02, 0.05]))
            self._ship(order, everything=everything)
        return shipped

    def _placed(self, limit: int = 10) -> list[Any]:
        answer = self.client.sure("GET", f"/admin/orders?status=placed&limit={limit}")
        return list(answer[1]["data"]) if answer and answer[0] == 200 else []

    def _ship(self, order: Any, *, everything: bool) -> None:
        """All of it from one place, else line by line, and unit by unit where a place has only some; or a part."""
        units = {i["id"]: _to_ship(i, is_careful=everything) for i in order["items"]}
        left = {line: quantity for line, quantity in units.items() if quantity}
        if not left:
            return
        if not everything and self.chance.random() < COUNTED:
            self.world.spawn("staff", partial(self._count, self.locations[0]), self.chance.choice([0.0, 0.01, 0.03]))
        if not everything and self.chance.random() < PARTS:
            self._ship_a_part(order["id"], left)
        elif self._shipped(order["id"], self.locations[0], dict(left), left) is not None:
            self._ship_by_unit(order["id"], left)

    def _ship_a_part(self, order_id: str, left: dict[str, int]) -> None:
        """A unit; the rest leaves another time."""
        line = self.chance.choice(sorted(left))
        if self._shipped(order_id, self.chance.choice(self.locations), {line: 1}, left):
            self.world.happened["shipped in parts"] += 1
        self.done.discard(("ship", order_id))

    def _ship_by_unit(self, order_id: str, left: dict[str, int]) -> None:
        for place in self.locations:
            for line in [line for line, units in left.items() if units > 0]:
                for quantity in range(left[line], 0, -1):
                    done = self._shipped(order_id, place, {line: quantity}, left)
                    if done is None:
                        return
                    if done:
                        break

    def _shipped(self, order_id: str, place: str, units: dict[str, int], left: dict[str, int]) -> bool | None:
        """Whether a parcel with these units of these lines left; None where the order takes no parcels any more."""
        number, is_new = self._number()
        body: dict[str, Any] = {
            "location_id": place,
            "items": [{"line_item_id": line, "quantity": quantity} for line, quantity in units.items()],
            "tracking": {"company": "ups", "number": number} if number else None,
            "notify_customer": self.chance.random() < TOLD,
        }
        is_early = is_new and self.chance.random() < EARLY
        if is_early:  # the carrier is quicker than whoever types
            self._carrier_takes(number)
            self.world.pause(self.chance.choice([0.0, 6.0, 300.0]))
        answer = self.post(f"/admin/orders/{order_id}/fulfillments", body, "ship")
        if answer and answer[0] == 201:
            for line, quantity in units.items():
                left[line] -= quantity
            self.shipped_once.add(order_id)
            self.world.happened["shipped"] += 1
            self.world.happened["reported before it shipped"] += is_early
            self.world.happened["two shipments in one parcel"] += bool(number) and not is_new
            if is_new and not is_early:
                self._carrier_takes(number)
            if not number:
                self.post(f"/admin/fulfillments/{answer[1]['id']}/deliver", None, "deliver")
            return True
        code = answer[1].get("error", {}).get("code") if answer else None
        if code == "not_paid":
            self.world.happened["not shipped, the money went back"] += 1
            return None
        if code == "wrong_state":
            self.world.happened["shipping lost against canceling"] += 1
            return None
        return False

    def _number(self) -> tuple[str, bool]:
        """A parcel's tracking number, and whether it is a new one; empty where it goes without."""
        kind = self.chance.random()
        if kind < SAME and self.number:
            return self.number, False
        if kind > 1 - WITHOUT:
            return "", False
        self.number = f"1Z{self.keys + 1:08d}"
        return self.number, True

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
            self.cancel(self.chance.choice(orders)["id"])

    def cancel(self, order_id: str) -> None:
        """Cancel an order, whatever has become of it."""
        is_unrefunded = self.chance.random() < UNREFUNDED
        body = {"reason": "customer", "refund": not is_unrefunded}
        answer = self.post(f"/admin/orders/{order_id}/cancel", body, "cancel")
        if answer:
            if is_unrefunded and answer[0] == 200:
                self.world.kept.add(order_id)
                self.world.happened["canceled without a refund"] += 1
            done = {200: "canceled", 202: "approval asked for"}
            self.world.happened[done.get(answer[0], "canceling refused")] += 1

    def refund_some(self) -> None:
        """Give some money back."""
        refund_one(self, [order for order in self._placed() if order["captured_total"] > order["refunded_total"]])

    def refund_at_stripe(self) -> None:
        """Somebody gives money back in the processor's own dashboard, and the shop hears of it by its webhooks."""
        if self.world.climate.webhook_loss == 1.0:
            return
        paid = [book for book in self.world.stripe.books().values() if book.kept > 1]
        if paid:
            book = self.chance.choice(paid)
            self.world.stripe.dashboard_refund(book.intent, self.chance.choice([1, book.kept // 2, book.kept]))
            self.world.happened["refunded at the processor"] += 1

    def cancel_at_stripe(self) -> None:
        """Somebody gives a payment up in the processor's dashboard, and the shop hears of it the same way."""
        if self.world.climate.webhook_loss == 1.0:
            return
        unpaid = [b for b in self.world.stripe.books().values() if b.status.startswith("requires_")]
        if unpaid:
            self.world.stripe.dashboard_cancel(self.chance.choice(unpaid).intent)
            self.world.happened["payment canceled at the processor"] += 1

    def count_stock(self) -> None:
        """Somebody counts, and there is one more or one less than thought."""
        self._count(self.chance.choice(self.locations))

    def _count(self, place: str) -> None:
        item = {
            "variant_id": self.chance.choice(self.variants),
            "location_id": place,
            "delta": self.chance.choice([-5, -1, -1, 1, 1]),
            "reason": "count",
        }
        answer = self.post("/admin/inventory/adjustments", {"items": [item]}, "count")
        if answer and answer[0] == 201:
            self.world.happened["stock counted"] += 1
            self.world.happened["counted below what is set aside"] += bool(answer[1].get("shortfalls"))

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


def _to_ship(item: Any, *, is_careful: bool) -> int:
    """How many units of a line may still leave: what was refunded stays, which in a hurry nobody looks at."""
    gone = item["fulfilled_quantity"] + item["canceled_quantity"] + (item["refunded_quantity"] if is_careful else 0)
    return max(int(item["quantity"]) - int(gone), 0)
