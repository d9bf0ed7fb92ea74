"""Load what a mail tells of, and put it into words. Only here does a mail meet a person's data."""

from functions import fulfillment, orders
from functions.notifications.letter import Letter, letter_to_customer, letter_to_staff
from functions.notifications.mail import Kind, Mail

TO_STAFF = frozenset([Kind.STOCK_ALERT, Kind.REFUND_ALERT])


def load_letter(mail: Mail, staff_mail: str) -> Letter | None:
    """The mail as it goes out, from the order as it is now; None where that is gone."""
    if mail.kind in TO_STAFF:
        return letter_to_staff(mail.kind, mail.facts, staff_mail)
    order = orders.order_for_mail(str(mail.facts["order_id"]))
    if order is None:
        return None
    parcels = fulfillment.fulfillments_of(order.id) if mail.kind is Kind.SHIPPING_CONFIRMATION else []
    parcel = next((each for each in parcels if each.id == mail.facts["fulfillment_id"]), None)
    return letter_to_customer(mail.kind, mail.facts, order, parcel)
