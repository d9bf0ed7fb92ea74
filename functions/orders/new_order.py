"""The order that a priced cart becomes. Pure but for fresh ids."""

from datetime import datetime, timedelta

from functions.companies import Company
from functions.orders.lifecycle import Status
from functions.orders.order import Order, Progress
from functions.orders.pricing import Priced
from functions.orders.sold import Sold, SoldCompany, SoldLine, SoldShipping, SoldTaxId
from shared import clock, ids
from shared.address import Destination

A_DAY = timedelta(days=1)  # that a day in the west ends behind UTC's


def order_of(
    priced: Priced, until: datetime, now: datetime, held_by: str, email_key: str, company: Company | None = None
) -> tuple[Order, Sold]:
    """A pending order of a cart that lacks nothing; its stock is set aside until `until`. held_by: its caller.

    company: what its customer buys for.
    """
    cart, shipping = priced.cart, priced.shipping
    if cart.email is None or cart.shipping_address is None or shipping is None:
        raise ValueError("the cart is not complete")
    order_id = ids.new_id("order")
    sold = Sold(
        order_id=order_id,
        email=cart.email,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address,
        destination=Destination(country=cart.shipping_address.country, province=cart.shipping_address.province),
        shipping_option=SoldShipping(id=shipping.id, title=shipping.title, amount=shipping.amount),
        items=_lines(priced),
        company=_sold_for(company, now) if company else None,
        metadata=cart.metadata,
    )
    order = Order(
        id=order_id,
        version=1,
        number=None,
        status=Status.PENDING,
        cart_id=cart.id,
        customer_id=cart.customer_id,
        company_id=company.id if company else None,
        currency=cart.currency,
        country=cart.shipping_address.country,
        email_key=email_key,
        subtotal=priced.subtotal,
        discount_total=0,
        shipping_total=priced.shipping_total,
        tax_total=0,
        total=priced.total,
        lines=tuple(Progress(id=line.id, quantity=line.quantity) for line in priced.lines),
        payment_ids=(ids.new_id("pay"),) if priced.total else (),
        fulfillment_ids=(),
        reserved_until=clock.stamp(until),
        created_at=clock.stamp(now),
        updated_at=clock.stamp(now),
        placed_at=None,
        canceled_at=None,
        cancel_reason=None,
        held_by=held_by,
    )
    return order, sold


def _sold_for(company: Company, now: datetime) -> SoldCompany:
    """What of the company matters to this sale for good. An exemption counts up to its last day, wherever that ends."""
    exemption = company.tax_exemption
    if exemption and exemption.last_day and exemption.last_day < clock.stamp(now - A_DAY)[:10]:
        exemption = None
    return SoldCompany(
        tax_ids=tuple(SoldTaxId(**each.model_dump()) for each in company.tax_ids),
        exemption_certificate=exemption.certificate if exemption else None,
        net_days=company.net_days,
    )


def _lines(priced: Priced) -> tuple[SoldLine, ...]:
    what = ("id", "variant_id", "product_id", "sku", "title", "handle", "image")
    same = (*what, "quantity", "unit_price", "subtotal", "total")
    return tuple(
        SoldLine(**{name: getattr(line, name) for name in same}, discount_total=0, tax_total=0) for line in priced.lines
    )
