"""Orders, from cart to doorstep. The public face: what notifications and reports may ask."""

from functions.orders.mail import OrderForMail, order_for_mail

__all__ = ["OrderForMail", "order_for_mail"]
