"""Orders, from cart to doorstep. The public face: what notifications and reports may ask."""

from functions.orders.confirm_token import confirm_token
from functions.orders.mail import MailLine, OrderForMail, order_for_mail

__all__ = ["MailLine", "OrderForMail", "confirm_token", "order_for_mail"]
