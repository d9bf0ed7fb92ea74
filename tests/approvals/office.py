"""A shop with two people who decide on each other's requests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from functions.access.scopes import SCOPES, expand
from shared.settings import read_settings
from tests.in_process import InProcessShop, answer_to, request_event

RULES = {
    "APPROVE_REFUNDS_ABOVE": '{"USD": 1000}',
    "APPROVE_ROLES": "true",
    "APPROVE_KEYS": "true",
    "APPROVE_ERASURES": "true",
}


@dataclass
class Person:
    """Somebody with a key, or of the staff."""

    id: str
    scopes: tuple[str, ...]

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """(status, body, headers). A POST gets a fresh Idempotency-Key unless it brings one."""
        if method == "POST":
            headers.setdefault("Idempotency_Key", uuid4().hex)
        raw = json.dumps(body) if body is not None else None
        event = request_event(method, path, raw, headers, scopes=" ".join(self.scopes), key_id=self.id)
        status, text, answered = answer_to(event)
        return status, json.loads(text or "null"), answered


@dataclass
class Office:
    """The shop, and two people with keys of the operator's who may do all."""

    shop: InProcessShop
    ann: Person = field(init=False)
    bob: Person = field(init=False)

    def __post_init__(self) -> None:
        self.ann, self.bob = self.key(), self.key()

    def key(self, *scopes: str) -> Person:
        """Somebody with a key of the operator's; all scopes where none is named."""
        made = self.shop.run("access.issue_key", {"name": "till", "scopes": list(scopes) or "all"})
        return Person(made["id"], expand(scopes or SCOPES))

    def paid(self) -> str:
        """The id of an order over 31.43 that is paid."""
        shop = self.shop
        _, completed, _ = shop.complete(shop.a_cart(shop.a_variant(), shop.a_shipping_option()))
        shop.pay(completed)
        shop.pump()
        return str(completed["order"]["id"])

    def refunds(self, order_id: str) -> list[Any]:
        """The amounts that go back of an order."""
        _, listed, _ = self.ann.ask("GET", f"/admin/refunds?order_id={order_id}")
        return [each["amount"] for each in listed["data"]]

    def log(self, query: str) -> list[Any]:
        """Entries of the audit log."""
        _, listed, _ = self.ann.ask("GET", f"/admin/audit?{query}")
        data: list[Any] = listed["data"]
        return data


@contextmanager
def asking_a_second_person() -> Iterator[None]:
    """Refunds above 10 dollars, more scopes for somebody, and keys that move money wait."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in RULES.items():
            patch.setenv(name, value)
        read_settings.cache_clear()
        yield
    read_settings.cache_clear()
