"""Shoppers with an account: they sign in, merge carts that they filled as guests, claim orders, and sign out."""

from typing import TYPE_CHECKING, Any

from shared import ids
from shared.http import session
from tests.simulation.gateway import Answer, is_passing
from tests.simulation.shopper import Shopper

if TYPE_CHECKING:
    from tests.simulation.world import World

VERIFIED = 0.8  # of the accounts have an address that the pool knows to be theirs
BOUGHT_BEFORE = 0.5  # of the members have bought as guests
HAS_A_CART = 0.6  # of the members filled a cart elsewhere, before they come with another one
HAS_ANOTHER_CART = 0.2  # of those who come again; the own cart of the others is the one that they have bought
COMES_AGAIN = 0.5  # of those who have bought, and of them again
VISITS_MAX = 3
TWO_TABS = 0.3  # of the merges run beside another one of the same cart, or beside its completion
RESTORED = 0.15  # of the merged carts are wanted back
FORGOTTEN = 0.3  # ask to be, some while their order is still open
SIGNS_OUT = 0.6
STAYS_S = session.LIFE.total_seconds() - 300  # then whoever waited for a bank signs in anew


class Member(Shopper):
    """One shopper's visits with an account."""

    kind = "member"

    def __init__(self, world: "World", number: int, variants: list[str], option: str) -> None:
        super().__init__(world, number, variants, option)
        is_verified = self.chance.random() < VERIFIED
        self.sub = world.pool.sign_up(self.email, is_verified=is_verified)
        self.customer_id = ids.derived_id("cus", self.sub)
        self.session: dict[str, Any] = {}
        self.signed_in_at = 0.0
        if is_verified:
            world.members[self.customer_id] = self.email

    def visit(self) -> None:
        """Buy as a guest perhaps; then sign in, merge and buy, once or again; claim what a guest bought, sign out."""
        if self.chance.random() < BOUGHT_BEFORE:
            super().visit()
        if not self._sign_in():
            return
        self._see_nobody_elses()
        has_bought = self._buy(HAS_A_CART)
        for _ in range(VISITS_MAX - 1):
            if not (has_bought and self.chance.random() < COMES_AGAIN and self._come_again()):
                break
            has_bought = self._buy(HAS_ANOTHER_CART)
            self.world.happened["customer bought again"] += has_bought
        self._claim()
        if self.chance.random() < FORGOTTEN:
            self._ask_to_be_forgotten()
        if self.chance.random() < SIGNS_OUT:
            self._sign_out()

    def look_in(self) -> None:
        """Sign in at once, and visit the shop another time."""
        if self._sign_in():
            self.world.pause(self.chance.choice([1.0, 60.0]))
        self.visit()

    def _buy(self, has_a_cart: float) -> bool:
        """Whether what a guest's cart and the customer's have together became an order."""
        cart = self._merged(has_a_cart)
        completed = self._complete(cart) if cart and cart["status"] == "open" and cart["items"] else None
        if completed is None:
            return False
        self.world.happened["order of a customer made"] += 1
        self._pay(completed)
        if self.world.loop.now - self.signed_in_at > STAYS_S and not self._sign_in():
            return False
        answer = self.client.sure("GET", f"/store/orders/{completed['order']['id']}", **self.session)
        if answer and not is_passing(answer) and not self._went_into_another(answer):
            self.world.expect(answer[0] == 200, "I20", f"{self.name} cannot see their order: {answer[0]}")
        return True

    def _come_again(self) -> bool:
        """Another day: sign in anew, whether the last session was ended or not."""
        if self.chance.random() < SIGNS_OUT:
            self._sign_out()
        self.world.pause(self.chance.choice([1.0, 60.0, 600.0]))
        if not self._sign_in():
            return False
        self.world.happened["customer came again"] += 1
        return True

    def _proof(self, cart: Any) -> dict[str, str]:
        return super()._proof(cart) if cart.get("token") else self.session

    def _claimant(self, cart: Any) -> str:
        return "" if cart.get("token") else self.customer_id

    def _sign_in(self) -> bool:
        answer = self.client.sure("POST", "/store/sessions", {"access_token": self.world.pool.token(self.sub)})
        if not answer or answer[0] != 201:
            return False
        self.session = {"Session_Token": answer[1]["token"]}
        self.signed_in_at = self.world.loop.now
        self.world.happened["signed in"] += 1
        return True

    def _merged(self, has_a_cart: float) -> Any:
        """The customer's own cart once the guest's is in it; None where another tab was faster."""
        if self.chance.random() < has_a_cart:
            items = [{"variant_id": self.chance.choice(self.variants), "quantity": 1}]
            self.world.happened["cart wanted"] += 1
            body = {"currency": "USD", "items": items}
            self.client.sure("POST", "/store/carts", body, Idempotency_Key=self._key(), **self.session)
        guest: Any = self._cart()
        if guest is None:
            return None
        path, both = f"/store/carts/{guest['id']}", {**self.session, "Cart_Token": guest["token"]}
        if self.chance.random() < TWO_TABS:
            self._another_tab(guest, both)
        answer = self.client.sure("POST", f"{path}/merge", **both)
        if answer is None or answer[0] != 200:
            self.world.happened["merging refused"] += answer is not None and not is_passing(answer)
            return None
        if answer[1]["restorable_until"]:
            self.world.happened["carts merged"] += 1
            self.world.merging.told.add(guest["id"])
        if answer[1]["restorable_until"] and self.chance.random() < RESTORED:
            self.world.merging.told.discard(guest["id"])
            restored = self.client.sure("POST", f"{path}/restore", Cart_Token=guest["token"])
            self.world.happened["merged cart restored"] += bool(restored and restored[0] == 200)
        return answer[1]["cart"]

    def _another_tab(self, guest: Any, both: dict[str, str]) -> None:
        """Merges the same cart, puts more into it, or buys it as it is."""
        path = f"/store/carts/{guest['id']}"
        what = self.chance.choice(["merge", "more", "buy"])
        item = {"variant_id": self.chance.choice(self.variants), "quantity": 1}
        tabs = {
            "merge": lambda: self.client.ask("POST", f"{path}/merge", **both),
            "more": lambda: self.client.ask("POST", f"{path}/items", item, Cart_Token=guest["token"]),
            "buy": lambda: self._complete(guest),
        }
        self.world.happened["merging beside another tab"] += 1
        self.world.spawn(self.name, tabs[what], self.chance.choice([0.0, 0.02, 0.1]))

    def _claim(self) -> None:
        answer = self.client.sure("POST", "/store/me/orders/claim", **self.session)
        if answer and answer[0] == 200:
            self.world.happened["order claimed"] += len(answer[1]["claimed"])
        is_united = any(stays == self.customer_id for _, stays in self.world.uniting)  # and has the other's address
        if answer and not is_passing(answer) and not is_united and not self._went_into_another(answer):
            fits = 200 if self.customer_id in self.world.members else 403
            self.world.expect(answer[0] == fits, "I20", f"{self.name} claimed their orders and got {answer[0]}")

    def _see_nobody_elses(self) -> None:
        """A session opens its customer's things alone."""
        own = {"", self.customer_id, *(goes for goes, stays in self.world.uniting if stays == self.customer_id)}
        others = [each for each in self.world.intents if each.principal not in own]
        if others:
            answer = self.client.ask("GET", f"/store/carts/{self.chance.choice(others).cart_id}", **self.session)
            if answer and answer[0] < 500 and not self._went_into_another(answer):
                self.world.expect(answer[0] == 404, "I20", f"{self.name} saw the cart of another: {answer[0]}")
                self.world.happened["another customer's door"] += 1

    def _went_into_another(self, answer: Answer) -> bool:
        """Whether they are out since staff made their account another one's."""
        return answer[0] == 401 and any(goes == self.customer_id for goes, _ in self.world.uniting)

    def _ask_to_be_forgotten(self) -> None:
        headers = {**self.session, "Idempotency_Key": self._key()}
        answer = self.client.sure("POST", "/store/me/erasure", **headers)
        if answer and answer[0] == 202:
            is_proven = self.customer_id in self.world.members  # else what guests did by the address is not theirs
            self.world.forgotten[self.customer_id] = self.email if is_proven else self.sub
            self.world.happened["asked to be forgotten"] += 1

    def _sign_out(self) -> None:
        answer = self.client.sure("DELETE", "/store/sessions/current", **self.session)
        if answer and answer[0] in (200, 401):  # the latter where the first answer was lost
            for path in ("/store/me", "/store/me/cart", "/store/me/orders"):
                after = self.client.ask("GET", path, **self.session)
                if after and after[0] < 500:
                    self.world.expect(after[0] == 401, "I20", f"{self.name} signed out and got {after[0]} by {path}")
                    self.world.happened["signed out"] += 1
