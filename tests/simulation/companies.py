"""A company's people: they order beyond their limits, ask, decide and change their minds, while rights come and go."""

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from tests.simulation.gateway import Answer, is_passing
from tests.simulation.members import Member
from tests.simulation.shopper import ADDRESS, PATIENCE, Intent
from tests.simulation.staff import Staff

if TYPE_CHECKING:
    from tests.simulation.world import World

LIMITS = (0, 2_000, 6_000, 30_000)  # minor units of one order, shipping included
OFTEN = 5  # carts of a buyer, at the most
ASKS_AGAIN = 3  # words that one cart is asked for
AT_ONCE = (0.0, 0.02, 0.05, 0.1, 0.15)  # seconds between what two do at the same moment
UNDER_WAY = 0.6  # of the orders are made while somebody changes the company
BESIDE = 0.5  # of the words are said while somebody changes the company, or another word is said
APPROVES = 0.7
CHANGES_CART = 0.25  # of the buyers put something else into what waits, or was approved
TRIES_IT = 0.25  # of the buyers approve what is theirs, and of the strangers what is not


@dataclass
class Company:
    """Who is in it. outsider: is an admin of another one."""

    id: str
    admins: list["Buyer"]
    buyers: list["Buyer"]
    outsider: "Buyer"
    out: set[str] = field(default_factory=set)  # customers who have just been taken out, or demoted

    @property
    def all(self) -> list["Buyer"]:
        """Everybody in it."""
        return [*self.admins, *self.buyers]


class Buyer(Member):
    """Somebody who buys for a company. Draws nothing that others would draw."""

    kind = "buyer"

    def __init__(self, world: "World", number: int, shop: Staff) -> None:
        super().__init__(world, number, shop.variants, shop.option)
        self.chance = Random(f"company {world.seed} {number}")
        self.shop = shop

    def order_some(self, company: Company, until: float) -> None:
        """Carts of one's own, each as far as it comes."""
        for _ in range(OFTEN):
            self.world.pause(self.chance.uniform(5.0, 240.0))
            if self.world.loop.now > until or not self._sign_in():
                return
            cart = self._own_cart()
            if cart:
                self._see_it_through(cart, company)

    def _own_cart(self) -> Any:
        line = {"variant_id": self.chance.choice(self.variants), "quantity": self.chance.choice([2, 3, 4])}
        body = {
            "currency": "USD",
            "country": "US",
            "items": [line],
            "email": self.email,
            "shipping_address": {**ADDRESS, "first_name": f"canary-first-{self.number}"},
            "shipping_option": {"id": self.option},
        }
        self.world.happened["cart wanted"] += 1
        answer = self.client.sure("POST", "/store/carts", body, Idempotency_Key=self._key(), **self.session)
        if answer is None or answer[0] != 201:
            return None
        self.world.emails[answer[1]["id"]] = self.email
        return answer[1]

    def _see_it_through(self, cart: Any, company: Company) -> None:
        for _ in range(ASKS_AGAIN):
            answer = self._complete_now(cart, company)
            if answer and answer[0] == 201:
                self.world.happened["order of a company's made"] += 1
                self._pay(answer[1])
                return
            if not answer or _code(answer) != "approval_required":
                return
            self.world.happened["order waited for its company"] += 1
            if not self._ask(cart):
                return
            self._while_it_waits(cart, company)
            cart = self._seen(cart)
            if cart is None or cart["status"] != "open":
                return

    def _complete_now(self, cart: Any, company: Company) -> Answer | None:
        """The order, and perhaps somebody who changes the company at that moment."""
        if self.chance.random() < UNDER_WAY:
            self._beside(partial(change, company, self.shop, self))
        body = {"expected_total": cart["total"], "payment": {"provider": "stripe"}}
        intent = Intent(self._key(), cart["id"], body, principal=self.customer_id)
        self.world.intents.append(intent)
        headers = {**self.session, "Idempotency_Key": intent.key}
        for attempt in range(PATIENCE):
            answer = self.client.ask("POST", f"/store/carts/{cart['id']}/complete", body, **headers)
            if answer:
                intent.answers.append(answer)
            if answer and not is_passing(answer):
                return answer
            self.world.pause(min(2.0**attempt, 40.0))
        return None

    def _ask(self, cart: Any) -> bool:
        path, both = f"/store/carts/{cart['id']}/request_approval", {**self.session, "Cart_Token": cart["token"]}
        answer = self.client.sure("POST", path, **both)
        return answer is not None and answer[0] == 200

    def _while_it_waits(self, cart: Any, company: Company) -> None:
        if self.chance.random() < TRIES_IT:
            self._try(self, cart)
        if self.chance.random() < TRIES_IT:
            self._try(company.outsider, cart)
        admin = self.chance.choice(company.admins)
        if self.chance.random() < CHANGES_CART:
            self._beside(partial(self._change, cart))
        if self.chance.random() < BESIDE:
            other = self.chance.choice(company.admins)
            words = [partial(change, company, self.shop, admin), partial(other.decline, cart["id"])]
            self._beside(self.chance.choice(words))
        if admin.decide(cart["id"]) == "not_company_admin":
            other = next(each for each in company.admins if each is not admin)
            other.decide(cart["id"])
        self.world.pause(self.chance.choice([0.0, 1.0, 30.0]))
        if self.chance.random() < CHANGES_CART:
            self._change(cart)

    def _try(self, who: "Buyer", cart: Any) -> None:
        """A word of somebody whose word does not go for it."""
        if who is not self and not who.session and not who._sign_in():
            return
        total = {"expected_total": cart["total"]}
        answer = who.client.ask("POST", f"/store/me/approvals/{cart['id']}", total, **who.session)
        self.world.happened["a word of somebody else's"] += bool(answer and answer[0] in (403, 404))
        if who is not self:
            seen = who.client.ask("GET", f"/store/carts/{cart['id']}", **who.session)
            if seen and seen[0] < 500:
                self.world.expect(seen[0] in (401, 404), "I25", f"{who.name} saw {cart['id']} of another company")

    def _change(self, cart: Any) -> None:
        quantity = self.chance.choice([1, 2, 3, 5])
        path = f"/store/carts/{cart['id']}/items/{cart['items'][0]['id']}"
        self.client.ask("PATCH", path, {"quantity": quantity}, **self.session)
        self.world.happened["cart changed while it waits"] += 1

    def _seen(self, cart: Any) -> Any:
        answer = self.client.sure("GET", f"/store/carts/{cart['id']}", **self.session)
        return {**answer[1], "token": cart["token"]} if answer and answer[0] == 200 else None

    def decide(self, cart_id: str) -> str:
        """Look at what waits, and say a word to this cart. Gives how it stands then, or what was wrong."""
        if not self._sign_in():
            return ""
        listed = self.client.sure("GET", "/store/me/approvals", **self.session)
        found = [each for each in _body(listed).get("data", ()) if each["cart_id"] == cart_id]
        if not found or self.chance.random() >= APPROVES:
            return self.decline(cart_id)
        total = {"expected_total": found[0]["approval"]["total"]}
        return self._told(self.client.sure("POST", f"/store/me/approvals/{cart_id}", total, **self.session))

    def decline(self, cart_id: str) -> str:
        """Say no, without a look."""
        path = f"/store/me/approvals/{cart_id}/decline"
        return self._told(self.client.sure("POST", path, {"reason": "Too many."}, **self.session))

    def _told(self, answer: Answer | None) -> str:
        word = _body(answer)["approval"]["status"] if "approval" in _body(answer) else _code(answer)
        self.world.happened[f"word on a cart: {word}"] += 1
        return str(word)

    def _beside(self, work: Any) -> None:
        self.world.spawn(self.name, work, self.chance.choice(AT_ONCE))


def found_company(world: "World", shop: Staff, first: int) -> Company:
    """Two admins, two buyers, and an admin of another company; on the first morning, in calm."""
    people = [Buyer(world, first + number, shop) for number in range(5)]
    for each in people:
        assert each._sign_in(), each.name
    ids = [_made(shop, {"name": name}) for name in ("Doe GmbH", "Roe Ltd")]
    company = Company(ids[0], people[:2], people[2:4], people[4])
    for each in company.admins:
        _set(shop, company.id, each, "admin")
    for each in company.buyers:
        _set(shop, company.id, each, "buyer", each.chance.choice(LIMITS))
    _set(shop, ids[1], company.outsider, "admin")
    return company


def run_company(company: Company, until: float) -> None:
    """Everybody buys; an admin has no limit."""
    for each in (*company.buyers, company.admins[0]):
        each.world.spawn(each.name, partial(each.order_some, company, until))


def change(company: Company, shop: Staff, whom: Buyer) -> None:
    """Somebody gets another limit, loses or regains a role, is taken out or let in again."""
    chance = whom.chance
    if whom.customer_id in company.out:
        company.out.discard(whom.customer_id)
        _set(shop, company.id, whom, "admin" if whom in company.admins else "buyer", chance.choice(LIMITS))
        whom.world.happened["company: let in again"] += 1
        return
    if whom in company.admins:
        company.out.add(whom.customer_id)
        _set(shop, company.id, whom, "buyer", 0)
        whom.world.happened["company: admin demoted"] += 1
        whom.world.spawn(whom.name, partial(change, company, shop, whom), chance.uniform(0.2, 20.0))
        return
    what = chance.choice(["limit", "limit", "limit", "approver", "removed"])
    if what == "limit":
        _set(shop, company.id, whom, "buyer", chance.choice(LIMITS))
        whom.world.happened["company: another limit"] += 1
    elif what == "approver":
        other = chance.choice(company.admins)
        if other.customer_id not in company.out:
            change(company, shop, other)
    else:
        company.out.add(whom.customer_id)
        shop.client.sure("DELETE", f"/admin/companies/{company.id}/members/{whom.customer_id}")
        whom.world.happened["company: member removed"] += 1
        whom.world.spawn(whom.name, partial(change, company, shop, whom), chance.uniform(5.0, 60.0))


def _made(shop: Staff, body: Any) -> str:
    answer = shop.post("/admin/companies", body, "company")
    assert answer, body
    assert answer[0] == 201, answer
    return str(answer[1]["id"])


def _set(shop: Staff, company_id: str, whom: Buyer, role: str, limit: int | None = None) -> None:
    body = {"role": role, "order_limits": None if limit is None else {"USD": limit}}
    shop.client.sure("PUT", f"/admin/companies/{company_id}/members/{whom.customer_id}", body)


def _body(answer: Answer | None) -> Any:
    return answer[1] if answer and isinstance(answer[1], dict) else {}


def _code(answer: Answer | None) -> str:
    return str((_body(answer).get("error") or {}).get("code", ""))
