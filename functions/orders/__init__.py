"""Orders, from cart to doorstep. The public face: what notifications, support and reports may ask."""

from functions.orders.confirm_token import confirm_token
from functions.orders.mail import MailLine, OrderForMail, order_for_mail
from functions.orders.store import are_there

__all__ = ["MailLine", "OrderForMail", "are_there", "confirm_token", "order_for_mail"]
