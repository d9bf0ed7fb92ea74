"""The payments table: its shape, its keys, and items ⇄ models.

| what              | pk                 | sk                    | who reads it                                    |
|-------------------|--------------------|-----------------------|-------------------------------------------------|
| payment           | ORDER#{order_id}   | PAYMENT#{payment_id}  | everything that knows both ids                  |
| refund            | ORDER#{order_id}   | REFUND#{refund_id}    | likewise                                        |
| account           | ORDER#{order_id}   | ACCOUNT               | orders, for payment_status and what is owed     |
| ledger entry      | ORDER#{order_id}   | LEDGER#{key}          | auditors and tests; written once, never changed |
| pointer           | PAYMENT#{id}       | POINTER               | look-up by id alone: names the order            |
| pointer           | REFUND#{id}        | POINTER               | likewise                                        |
| refund, listed    | REFUNDS            | {created_at}#{id}     | staff, who list refunds by their time           |
| failed refund     | FAILED_REFUNDS     | {created_at}#{id}     | likewise, those alone that failed, for good     |
| event row         | PAYMENT#{id}       | EVENT#{version}#…     | the publisher; a payment's history              |
| event row         | REFUND#{id}        | EVENT#{version}#…     | likewise; a refund's                            |
| kept Stripe event | STRIPE#{evt id}    | EVENT                 | on_stripe_event; ids, states and amounts only   |
| its event row     | STRIPE#{evt id}    | EVENT#000000001#…     | the publisher                                   |
| inbox note        | HEARD#…            | HEARD                 | each consumer                                   |

Everything on one order's money is one query of its partition. Amounts are minor units; the account moves by additions,
so that refunds of one order do not wait for each other, and `refundable >= :amount` decides between them.

Index `unsettled` (sparse): payments and refunds of which the processor may still have news, by when to ask; also
refunds that were sent in the last month, since they may come back. The sweeper lists it and decides from the base item.
"""

from dataclasses import asdict
from typing import Any

from functions.payments.account import Account
from functions.payments.ledger import Entry, LedgerAccount, Line
from functions.payments.lifecycle import PaymentStatus, RefundStatus
from functions.payments.payment import Payment
from functions.payments.refund import WHOLE, Parts, Refund, RefundedItem, RefundReason
from functions.payments.stripe_event import StripeEvent
from functions.payments.stripe_facts import IntentFacts, RefundFacts
from shared.dynamo import Item
from shared.ids import ALPHABET
from shared.table import Index, TableSpec

UNSETTLED = Index("unsettled", partition="unsettled", sort="check_at", keys_only=True)
SHARDS = 4  # partitions of that index; each takes a thousand changes a second

SPEC = TableSpec("payments", indexes=(UNSETTLED,))

REFUNDS = "REFUNDS"  # the one partition of that list: a thousand refunds a second before it is hot
FAILED_REFUNDS = "FAILED_REFUNDS"

Key = tuple[str, str]


def order_pk(order_id: str) -> str:
    return f"ORDER#{order_id}"


def payment_pk(payment_id: str) -> str:
    return f"PAYMENT#{payment_id}"


def refund_pk(refund_id: str) -> str:
    return f"REFUND#{refund_id}"


def stripe_pk(stripe_event_id: str) -> str:
    return f"STRIPE#{stripe_event_id}"


def payment_key(order_id: str, payment_id: str) -> Key:
    return order_pk(order_id), payment_pk(payment_id)


def refund_key(order_id: str, refund_id: str) -> Key:
    return order_pk(order_id), refund_pk(refund_id)


def account_key(order_id: str) -> Key:
    return order_pk(order_id), "ACCOUNT"


def kept_key(stripe_event_id: str) -> Key:
    return stripe_pk(stripe_event_id), "EVENT"


def pointer_item(pk: str, order_id: str) -> Item:
    """Which order a payment or refund belongs to."""
    return {"pk": pk, "sk": "POINTER", "order_id": order_id}


def listed_item(refund: Refund, among: str = REFUNDS) -> Item:
    """A refund's place among all of them, or all that failed; it never changes, so the list is one read of a table and
    no index.
    """
    return {"pk": among, "sk": f"{refund.created_at}#{refund.id}", "order_id": refund.order_id, "id": refund.id}


def payment_item(payment: Payment) -> Item:
    pk, sk = payment_key(payment.order_id, payment.id)
    return {"pk": pk, "sk": sk, **asdict(payment), **_sweep(payment)}


def payment_of(item: Item) -> Payment:
    return Payment(**{**_fields(Payment, item), "status": PaymentStatus(item["status"])})


def refund_item(refund: Refund) -> Item:
    pk, sk = refund_key(refund.order_id, refund.id)
    return {"pk": pk, "sk": sk, **asdict(refund), **_sweep(refund)}


def refund_of(item: Item) -> Refund:
    typed = {"status": RefundStatus(item["status"]), "reason": RefundReason(item["reason"]), "parts": _parts(item)}
    return Refund(**{**_fields(Refund, item), **typed})


def _parts(item: Item) -> Parts:
    parts = item.get("parts")
    return Parts(tuple(RefundedItem(**each) for each in parts["items"]), parts["shipping_amount"]) if parts else WHOLE


def account_item(account: Account) -> Item:
    pk, sk = account_key(account.order_id)
    return {"pk": pk, "sk": sk, **asdict(account)}


def account_of(item: Item) -> Account:
    return Account(**_fields(Account, item))


def entry_item(order_id: str, entry: Entry, at: str) -> Item:
    lines = [asdict(line) for line in entry.lines]
    return {
        "pk": order_pk(order_id),
        "sk": f"LEDGER#{entry.key}",
        "order_id": order_id,
        "key": entry.key,
        "currency": entry.currency,
        "lines": lines,
        "at": at,
    }


def entry_of(item: Item) -> Entry:
    lines = tuple(Line(LedgerAccount(line["account"]), line["debit"], line["credit"]) for line in item["lines"])
    return Entry(item["key"], item["currency"], lines)


def kept_item(event: StripeEvent) -> Item:
    pk, sk = kept_key(event.id)
    return {"pk": pk, "sk": sk, **asdict(event)}


def kept_of(item: Item) -> StripeEvent:
    intent = IntentFacts(**_fields(IntentFacts, item["intent"])) if item["intent"] else None
    refund = RefundFacts(**_fields(RefundFacts, item["refund"])) if item["refund"] else None
    return StripeEvent(**{**_fields(StripeEvent, item), "intent": intent, "refund": refund})


def _sweep(unsettled: Payment | Refund) -> Item:
    """The attribute that puts the item into the sweeper's index, while there may be news."""
    return {"unsettled": shard(unsettled.id)} if unsettled.is_unsettled else {}


def shard(object_id: str) -> str:
    """Where in the index of the unsettled it stands."""
    return str(ALPHABET.index(object_id[-1]) % SHARDS)


def _fields(model: Any, item: Item) -> dict[str, Any]:
    return {name: item[name] for name in model.__dataclass_fields__ if name in item}
