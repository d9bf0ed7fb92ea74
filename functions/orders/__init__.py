"""Orders, from cart to doorstep. The public face: what notifications, support, privacy and reports may ask."""

from functions.orders.confirm_token import confirm_token
from functions.orders.mail import CartForMail, MailLine, OrderForMail, cart_for_mail, order_for_mail
from functions.orders.of_person import (
    Awaited,
    awaited,
    carts_as_own,
    carts_of_person,
    forget_cart,
    forget_order,
    forget_own_cart,
    guest_of,
    move_carts,
    move_orders,
    orders_as_own,
    orders_of_person,
    shown_carts,
    shown_orders,
)
from functions.orders.store import are_there
from functions.orders.views import OrderView, OwnCartView, OwnOrderView, SeenCartView

__all__ = [
    "Awaited",
    "CartForMail",
    "MailLine",
    "OrderForMail",
    "OrderView",
    "OwnCartView",
    "OwnOrderView",
    "SeenCartView",
    "are_there",
    "awaited",
    "cart_for_mail",
    "carts_as_own",
    "carts_of_person",
    "confirm_token",
    "forget_cart",
    "forget_order",
    "forget_own_cart",
    "guest_of",
    "move_carts",
    "move_orders",
    "order_for_mail",
    "orders_as_own",
    "orders_of_person",
    "shown_carts",
    "shown_orders",
]
