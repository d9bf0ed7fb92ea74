"""An order from its checkout on, and what shoppers, staff and the processor do with it."""

from typing import Any

from stripe import StripeClient

from functions import payments
from tests.in_process import InProcessShop


class Story:
    """A pending order for two units of a variant, and what one does with it."""

    def __init__(self, shop: InProcessShop) -> None:
        self.shop = shop
        self.place = shop.a_location()
        self.variant_id = shop.a_variant(units=10, location=self.place)
        self.cart = shop.a_cart(self.variant_id, shop.a_shipping_option(), 2)
        status, self.completed, _ = shop.complete(self.cart)
        assert status == 201, self.completed
        self.id = self.completed["order"]["id"]
        self.line = self.completed["order"]["items"][0]["id"]

    @property
    def order(self) -> Any:
        """As it is now."""
        return self.shop.order(self.id)

    def paid(self, method: str = "pm_card_visa") -> "Story":
        """Paid and placed."""
        self.shop.pay(self.completed, method)
        self.shop.pump()
        return self

    def overdue(self) -> "Story":
        """Past its deadline, and swept."""
        self.shop.clock.advance(minutes=31)
        self.shop.run("orders.expire_unpaid")
        return self

    def ship(self, quantity: int = 2, number: str = "1Z1", **headers: str) -> Any:
        """Ship some of it."""
        body = {
            "location_id": self.place,
            "items": [{"line_item_id": self.line, "quantity": quantity}],
            "tracking": {"company": "ups", "number": number},
        }
        return self.shop.admin("POST", f"/admin/orders/{self.id}/fulfillments", body, **headers)

    def cancel(self, **body: Any) -> Any:
        """Cancel it."""
        return self.shop.admin("POST", f"/admin/orders/{self.id}/cancel", {"reason": "customer", **body})

    def refund(self, **body: Any) -> Any:
        """Give money back."""
        return self.shop.admin("POST", "/admin/refunds", {"order_id": self.id, **body})

    def refund_units(self, quantity: int = 1, **body: Any) -> Any:
        """Give back what some units cost."""
        return self.refund(items=[{"line_item_id": self.line, "quantity": quantity}], **body)

    @property
    def parts(self) -> tuple[int, int]:
        """Units that were refunded by the order, and the money by its account."""
        order = self.order
        return order["items"][0]["refunded_quantity"], order["refunded_total"]

    @property
    def intent(self) -> Any:
        """Its PaymentIntent."""
        return next(each for each in self.shop.double.control("state")["payment_intents"].values() if self.is_of(each))

    def is_of(self, intent: Any) -> bool:
        """Whether it is this order's PaymentIntent."""
        return bool(intent["metadata"]["order_id"] == self.id)

    def refund_in_dashboard(self, amount: int) -> None:
        """Give money back past the shop."""
        self.stripe.refunds.create({"payment_intent": self.intent["id"], "amount": amount})

    def cancel_in_dashboard(self) -> None:
        """Cancel its payment past the shop."""
        self.stripe.payment_intents.cancel(self.intent["id"], {"cancellation_reason": "requested_by_customer"})

    @property
    def stripe(self) -> Any:
        """Stripe as its dashboard sees it."""
        return StripeClient("sk_test_123", base_addresses={"api": self.shop.double.url}).v1

    def stripe_refunds(self) -> list[Any]:
        """What Stripe has given back."""
        return list(self.shop.double.control("state")["refunds"].values())

    def is_balanced(self) -> bool:
        """Whether debits equal credits in each entry of its ledger."""
        entries = payments.ledger_of(self.id)
        return all(sum(line.debit - line.credit for line in entry.lines) == 0 for entry in entries)
