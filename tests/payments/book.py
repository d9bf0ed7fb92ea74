"""The payments table as a dictionary, for properties that need thousands of commits."""

import re
from collections.abc import Callable
from typing import Any

from functions import payments
from functions.payments.ledger import Entry
from functions.payments.table import account_key, account_of, entry_of, order_pk, payment_of, refund_of
from shared.dynamo import ABSENT, PRESENT, Item, Write

_TERM = re.compile(r"(#\w+) = (?:(#\w+) ([+-]) )?(:\w+)")
CONDITIONS: dict[str, Callable[[Item, dict[str, Any]], bool]] = {
    PRESENT: lambda item, _: bool(item),
    ABSENT: lambda item, _: not item,
    "#version = :seen": lambda item, values: item.get("version") == values[":seen"],
    "#refundable >= :amount": lambda item, values: item["refundable"] >= values[":amount"],
    "#refundable = :amount": lambda item, values: item["refundable"] == values[":amount"],
    "#refundable >= :amount AND #refunded = :refunded AND #pending = :pending": lambda item, values: (
        item["refundable"] >= values[":amount"]
        and (item["refunded"], item["refund_pending"]) == (values[":refunded"], values[":pending"])
    ),
    "#refundable = :refundable": lambda item, values: item["refundable"] == values[":refundable"],
    "#captured >= :due AND (#refundable > :nothing OR #due = :nothing)": lambda item, values: (
        item["captured"] >= values[":due"] and (item["refundable"] > 0 or item["due"] == 0)
    ),
}


class Book:
    """Staged writes, applied as they read: all of a commit or none of it. Knows the conditions that payments use."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], Item] = {}

    def commit(self, *writes: Write) -> None:
        """Apply the writes. Raises the refusal of the first one whose condition does not hold."""
        after = dict(self.items)
        assert len({write.key for write in writes}) == len(writes)
        for write in writes:
            found = self.items.get(write.key, {})
            if not CONDITIONS[write.condition or ""](found, write.values):
                raise write.refusal(found or None)
            if write.action != "ConditionCheck":
                after[write.key] = write.item if write.item is not None else _changed(found, write)
        self.items = after

    def account(self, order_id: str) -> payments.Account:
        return account_of(self.items[account_key(order_id)])

    def payment(self, order_id: str) -> payments.Payment:
        return payment_of(self._under(order_id, "PAYMENT#")[0])

    def refunds(self, order_id: str) -> list[payments.Refund]:
        return [refund_of(item) for item in self._under(order_id, "REFUND#")]

    def entries(self, order_id: str) -> list[Entry]:
        return [entry_of(item) for item in self._under(order_id, "LEDGER#")]

    def _under(self, order_id: str, prefix: str) -> list[Item]:
        pk = order_pk(order_id)
        return [item for (at, sk), item in sorted(self.items.items()) if at == pk and sk.startswith(prefix)]


def _changed(item: Item, write: Write) -> Item:
    changed = dict(item)
    terms = _TERM.findall(write.expression or "")
    assert "SET " + ", ".join(f"{a} = {b + ' ' + s + ' ' if b else ''}{v}" for a, b, s, v in terms) == write.expression
    for name, base, sign, value in terms:
        amount = write.values[value]
        old = item[write.names[base]] if base else None
        changed[write.names[name]] = amount if old is None else old + amount if sign == "+" else old - amount
    return changed
