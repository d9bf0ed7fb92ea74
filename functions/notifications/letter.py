"""What our mails say: from an order, a parcel and some facts to the words, without any cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.fulfillment import Fulfillment
from functions.notifications.mail import Facts, Kind
from functions.notifications.template import Value, render, web_address
from shared.money import show

if TYPE_CHECKING:
    from functions.orders import OrderForMail

CANCEL_REASONS = {  # what a shopper is told; suspected fraud is nobody's business to be accused of
    "customer": "You asked us to cancel it.",
    "inventory": "Something you ordered is not in stock any more. We are sorry.",
}
ADDRESS_LINES = (  # as on a parcel
    ("first_name", "last_name"),
    ("company",),
    ("address1",),
    ("address2",),
    ("postal_code", "city", "province"),
    ("country",),
)


@dataclass(frozen=True)
class Letter:
    """A mail as it goes out."""

    to: str
    subject: str
    text: str
    html: str


def letter_to_customer(kind: Kind, facts: Facts, order: "OrderForMail", parcel: Fulfillment | None) -> Letter:
    """The letter to whoever ordered. parcel: the one that a shipping confirmation tells of."""
    values: dict[str, Value] = {
        "reference": str(order.id if order.number is None else order.number),
        "order_url": web_address(order.order_url),
    }
    match kind:
        case Kind.ORDER_CONFIRMATION:
            values |= _bought(order) | {"address": _address(order.shipping_address)}
        case Kind.SHIPPING_CONFIRMATION:
            values |= _parcel(parcel, order) | {"address": _address(order.shipping_address)}
        case Kind.ORDER_CANCELLATION:
            values |= {"reason": CANCEL_REASONS.get(str(facts["reason"]), "")}
        case _:
            values |= {"amount": show(int(facts["amount"]), str(facts["currency"]))}
    return Letter(order.email, *render(kind, values))


def letter_to_staff(kind: Kind, facts: Facts, to: str) -> Letter:
    """The letter to the shop's own people: the facts as they are."""
    values: dict[str, Value] = {name: str(value) for name, value in facts.items()}
    if "amount" in facts:
        values["amount"] = show(int(facts["amount"]), str(facts["currency"]))
    return Letter(to, *render(kind, values))


def _bought(order: "OrderForMail") -> dict[str, Value]:
    """The lines before discount and tax, and the sums that lead to the total. A sum of nothing is left out."""
    currency = order.currency
    lines = [
        {
            "title": line.title,
            "sku": line.sku,
            "quantity": str(line.quantity),
            "unit_price": show(line.unit_price, currency),
            "amount": show(line.unit_price * line.quantity, currency),
        }
        for line in order.items
    ]
    return {
        "items": lines,
        "subtotal": show(order.subtotal, currency),
        "discount": show(-order.discount_total, currency) if order.discount_total else "",
        "shipping": show(order.shipping_total, currency),
        "tax": show(order.tax_total, currency) if order.tax_total else "",
        "total": show(order.total, currency),
    }


def _parcel(parcel: Fulfillment | None, order: "OrderForMail") -> dict[str, Value]:
    inside = sum(quantity for _, quantity in parcel.items) if parcel else 0
    bought = sum(line.quantity for line in order.items)
    tracking = parcel.tracking if parcel else None
    return {
        "part": f"This parcel holds {inside} of the {bought} pieces of your order." if 0 < inside < bought else "",
        "carrier": tracking.company.upper() if tracking else "",
        "tracking_number": tracking.number if tracking else "",
        "tracking_url": web_address(tracking.url) if tracking else "",
    }


def _address(address: Mapping[str, str | None]) -> list[dict[str, str]]:
    lines = [" ".join(filter(None, (address.get(name) for name in names))) for names in ADDRESS_LINES]
    return [{"line": line} for line in lines if line]
