"""Shoppers as they are: they retry, double-click, abandon, pay late, pay twice, and try doors that are not theirs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tests.simulation.asking import ask_about
from tests.simulation.coming_back import come_back
from tests.simulation.gateway import Answer, Client, is_passing
from tests.simulation.paying import draw_way

if TYPE_CHECKING:
    from tests.simulation.world import World

OAKLAND = {"city": "Oakland", "province": "CA", "postal_code": "94607", "country": "US"}
ADDRESS = {"last_name": "Doe", "address1": "1 Main St", **OAKLAND}
SEEN_AT_ONCE = 0.5  # of the late payments are seen by somebody who is quicker than the shop
COMES_BACK = 0.08  # of the shoppers close the tab, and have only their cart's token when they come back
ASKS = 0.08  # of those who bought have a question
TWO_CARTS = 0.1  # of the carts are asked for twice at the same moment
PATIENCE = 10  # times a shopper's client asks again


@dataclass
class Intent:
    """One wish to buy, and every answer it got. It must become one order at most."""

    key: str
    cart_id: str
    body: dict[str, Any]
    answers: list[Answer] = field(default_factory=list)
    principal: str = ""  # whose claim it is: who holds the cart's token, or a customer

    @property
    def claimed_by(self) -> str:
        """As the shop names who asked."""
        return self.principal or self.cart_id

    @property
    def made(self) -> list[Answer]:
        """The answers that tell of an order."""
        return [answer for answer in self.answers if answer[0] == 201]


class Shopper:
    """One shopper's visit."""

    kind = "shopper"

    def __init__(self, world: "World", number: int, variants: list[str], option: str) -> None:
        self.world = world
        self.chance = world.loop.random
        self.client = Client(world, f"{self.kind} {number}")
        self.name = self.client.name
        self.email = f"canary-{number}@example.com"
        self.variants = variants
        self.option = option
        self.number = number

    def visit(self) -> None:
        """Look around perhaps, fill a cart, complete it, pay in one way or another."""
        if self.chance.random() < 0.1:
            self.client.ask("GET", "/store/products")
        cart = self._cart()
        if cart is None or self.chance.random() < 0.03:
            self.world.happened["cart abandoned"] += 1
            return
        completed = self._complete(cart)
        if completed is None:
            return
        self.world.happened["order made"] += 1
        if self.chance.random() < COMES_BACK:
            come_back(self, completed["order"]["id"], cart["token"])
        self._pay(completed)
        self._look(completed)
        if self.chance.random() < ASKS:
            ask_about(self, completed)

    def _proof(self, cart: Any) -> dict[str, str]:
        """What opens the cart."""
        return {"Cart_Token": cart["token"]}

    def _claimant(self, _cart: Any) -> str:
        """Whose claims on the cart are; the cart's token's where it is empty."""
        return ""

    def _key(self) -> str:
        """A key that counts also for who has no cart yet: nobody else's guess."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def _cart(self) -> Any:
        lines = self.chance.sample(
            self.variants, min(len(self.variants), self.chance.randint(1, self.world.climate.lines_max))
        )
        items = [{"variant_id": each, "quantity": self.chance.choice([1, 1, 1, 2, 3])} for each in lines]
        whole = {
            "currency": "USD",
            "country": "US",
            "items": items,
            "email": self.email,
            "shipping_address": {**ADDRESS, "first_name": f"canary-first-{self.number}"},
            "shipping_option": {"id": self.option},
        }
        by_steps = self.chance.random() < 0.15
        body = {"currency": "USD", "country": "US", "items": items[:1]} if by_steps else whole
        key = self._key()
        self.world.happened["cart wanted"] += 1
        if self.chance.random() < TWO_CARTS:
            self.world.spawn(self.name, lambda: self.client.ask("POST", "/store/carts", body, Idempotency_Key=key))
        answer = self.client.sure("POST", "/store/carts", body, Idempotency_Key=key)
        if answer is None or answer[0] != 201:
            return None
        cart = answer[1]
        self.world.emails[cart["id"]] = self.email
        return self._by_steps(cart, items, whole) if by_steps else cart

    def _by_steps(self, cart: Any, items: list[Any], whole: Any) -> Any:
        token = cart["token"]
        at = f"/store/carts/{cart['id']}"
        for item in items[1:]:
            self.client.sure("POST", f"{at}/items", item, Cart_Token=token, Idempotency_Key=self._key())
        self.client.sure("PUT", f"{at}/email", {"email": self.email}, Cart_Token=token)
        self.client.sure("PUT", f"{at}/shipping_address", whole["shipping_address"], Cart_Token=token)
        self.client.sure("PUT", f"{at}/shipping_option", whole["shipping_option"], Cart_Token=token)
        answer = self.client.sure("GET", at, Cart_Token=token)
        return {**answer[1], "token": token} if answer and answer[0] == 200 else None

    def _complete(self, cart: Any) -> Any:
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
        intent = Intent(self._key(), cart["id"], body, principal=self._claimant(cart))
        self.world.intents.append(intent)
        headers = {**self._proof(cart), "Idempotency_Key": intent.key}
        path = f"/store/carts/{cart['id']}/complete"
        self.world.pause(self.chance.choice([0.0, 0.5, 5.0, 60.0]))
        if self.chance.random() < 0.15:
            self._double_click(path, body, intent, headers)
        for attempt in range(PATIENCE):
            answer = self.client.ask("POST", path, intent.body, **headers)
            if answer:
                intent.answers.append(answer)
            if answer and not is_passing(answer):
                if answer[0] == 409 and answer[1]["error"]["code"] == "cart_changed":
                    self.world.happened["price changed at checkout"] += 1
                    intent = self._agree(answer, intent, headers)
                    continue
                self._ask_again(path, intent, headers)
                return answer[1] if answer[0] == 201 else None
            self.world.pause(min(2.0**attempt, 40.0) * (0.5 + self.chance.random()))
        return intent.made[0][1] if intent.made else None

    def _agree(self, answer: Answer, intent: Intent, headers: dict[str, str]) -> Intent:
        """The price is another now, and the shopper takes it."""
        total = answer[1]["error"]["details"]["cart"]["total"]
        body = {**intent.body, "expected_total": total}
        agreed = Intent(self._key(), intent.cart_id, body, principal=intent.principal)
        headers["Idempotency_Key"] = agreed.key
        self.world.intents.append(agreed)
        return agreed

    def _double_click(self, path: str, body: Any, intent: Intent, headers: dict[str, str]) -> None:
        """Another request at the same moment: the same click twice, or a second tab with a key of its own."""
        own_key = self.chance.random() < 0.3
        other = Intent(self._key(), intent.cart_id, body, principal=intent.principal) if own_key else intent
        if own_key:
            self.world.intents.append(other)
        twice = {**headers, "Idempotency_Key": other.key}

        def click() -> None:
            answer = self.client.ask("POST", path, body, **twice)
            if answer:
                other.answers.append(answer)

        self.world.happened["second tab" if own_key else "double click"] += 1
        self.world.spawn(self.name, click, self.chance.choice([0.0, 0.01, 0.1]))

    def _ask_again(self, path: str, intent: Intent, headers: dict[str, str]) -> None:
        """A client that lost its memory asks once more, minutes or hours later; or sends something else by this key."""
        if self.chance.random() < 0.1:
            self.world.pause(self.chance.choice([1.0, 700.0, 1500.0]))
            answer = self.client.ask("POST", path, intent.body, **headers)
            if answer:
                intent.answers.append(answer)
                self.world.happened["asked again later"] += 1
        if intent.made and self.chance.random() < 0.05:
            other = {**intent.body, "expected_total": intent.body["expected_total"] + 1}
            answer = self.client.sure("POST", path, other, PATIENCE, **headers)
            if answer:
                self.world.expect(answer[0] == 422, "I14", f"another body under the key {intent.key} got {answer[0]}")
                self.world.happened["another body under a key"] += 1

    def _pay(self, completed: Any) -> None:
        if completed["payment"] is None:
            return
        secret = completed["payment"]["client_secret"]
        intent = secret.partition("_secret_")[0]
        hold_s = self.world.climate.hold_minutes * 60.0
        way = draw_way(self.chance)
        self.world.happened[f"pays {way.name}"] += 1
        for each in way.tries:
            self.world.pause(each.delay_s(self.chance, hold_s))
            after_s = self.chance.choice(each.after_s) if each.after_s else None
            succeeds = self.chance.random() < each.succeeds
            self.world.stripe.confirm(intent, secret, each.method, after_s=after_s, succeeds=succeeds)
            if each.from_deadline and self.chance.random() < SEEN_AT_ONCE:
                self._sent_back_in_part(intent)

    def _sent_back_in_part(self, intent: str) -> None:
        """Somebody sees late money in the processor's dashboard, and sends some of it back before the shop can."""
        kept = self.world.stripe.books()[intent].kept
        if kept > 1 and self.world.climate.webhook_loss < 1.0:
            self.world.stripe.dashboard_refund(intent, kept // 2)
            self.world.happened["refunded at the processor at once"] += 1

    def _look(self, completed: Any) -> None:
        """Look at the order with its token; now and then at one that is a stranger's."""
        if self.chance.random() < 0.3:
            self.world.pause(60.0)
            order_id, token = completed["order"]["id"], completed["order_token"]
            answer = self.client.sure("GET", f"/store/orders/{order_id}", Order_Token=token)
            if answer and not is_passing(answer):
                self.world.expect(answer[0] == 200, "I20", f"{self.name} cannot see its own order: {answer[0]}")
            strangers = [each for each in self.world.intents if each.made and each.cart_id != completed["order"]["id"]]
            other = self.chance.choice(strangers).made[0][1]["order"]["id"] if strangers else order_id
            if other != order_id:
                answer = self.client.ask("GET", f"/store/orders/{other}", Order_Token=token)
                if answer and answer[0] < 500:
                    self.world.expect(answer[0] == 404, "I20", f"{self.name} saw the order of another: {answer[0]}")
                    self.world.happened["stranger's door"] += 1
