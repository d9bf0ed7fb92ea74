"""The shapes that carts and orders take in requests."""

from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from functions.fulfillment import NewTracking
from functions.orders.cart import LINES_MAX
from functions.orders.order import CancelReason, FulfillmentStatus
from shared.address import AddressInput
from shared.http import (
    Amount,
    CountryCode,
    Created,
    CreatedWithin,
    CurrencyCode,
    Email,
    HttpsUrl,
    Input,
    Line,
    Metadata,
    PageQuery,
    Prose,
    Quantity,
)
from shared.http.paging import digits
from shared.http.text import Text, none_if_blank
from shared.signing import LENGTH_MAX

BULK_MAX = 500  # orders of a job: a page of a list five times over, and its row in the table stays below 100 KB
NOTE_LENGTH_MAX = 2000  # a page; what is longer belongs into a ticket
NUMBER_MAX = 10**12  # an order's; no shop has sold as often
Id = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_]+$")]

AddressId = Annotated[str, StringConstraints(pattern=r"^adr_[0-9A-Z]{26}$")]
CompanyId = Annotated[str, StringConstraints(pattern=r"^comp_[0-9A-Z]{26}$")]
CustomerId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-Z]{26}$")]

AnyOrder = TypeVar("AnyOrder", "OrderToShip", "OrderToCancel")


class NewItem(Input):
    """A variant and how many."""

    variant_id: Id
    quantity: Quantity = 1


class NewQuantity(Input):
    """Another quantity for a line."""

    quantity: Quantity


class EmailInput(Input):
    """Where the confirmation goes."""

    email: Email


class ShippingChoice(Input):
    """One of the cart's shipping options."""

    id: Id


class FromBook(Input):
    """Addresses of the customer's own book, by their ids: the cart gets a copy of each as it is then."""

    shipping_address_id: AddressId | None = None
    billing_address_id: AddressId | None = None

    @property
    def from_book(self) -> dict[str, str]:
        """The ids, by the cart's names of these addresses."""
        names = ("shipping_address", "billing_address")
        return {name: found for name in names if (found := getattr(self, f"{name}_id"))}


class NewCart(FromBook):
    """A cart, empty or whole. An address is given, or named by its id in the customer's book, and not both."""

    currency: CurrencyCode
    country: CountryCode | None = None
    items: Annotated[list[NewItem], Field(max_length=LINES_MAX)] = Field(default_factory=list)
    email: Annotated[Email | None, BeforeValidator(none_if_blank)] = None
    shipping_address: AddressInput | None = None
    billing_address: AddressInput | None = None
    shipping_option: ShippingChoice | None = None
    metadata: Metadata = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_given_once(self) -> Self:
        if any(getattr(self, name) for name in self.from_book):
            raise ValueError("give an address, or the id of one in the book, and not both")
        return self


class CartChange(FromBook):
    """What shall be another; absent fields stay. metadata is replaced as a whole.

    shipping_address_id, billing_address_id: only with the session of the customer whose cart it is.
    """

    currency: CurrencyCode = ""
    country: CountryCode | None = None
    metadata: Metadata = Field(default_factory=dict)


class HowToPay(Input):
    """The processor and its flow."""

    provider: Literal["stripe"] = "stripe"
    flow: Literal["payment_intent"] = "payment_intent"
    return_url: HttpsUrl | None = None


class Completion(Input):
    """What the shopper saw and how they pay."""

    expected_total: Amount
    payment: HowToPay = HowToPay()


class ApprovedTotal(Input):
    """What the cart came to when who approves saw it."""

    expected_total: Amount


class Declining(Input):
    """Why the cart is declined, for its buyer to read; may be left out."""

    reason: Prose = ""


class Confirmation(Input):
    """The token of the letter that asks to confirm a free order."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=LENGTH_MAX)]


class Cancellation(Input):
    """Why, and what becomes of stock and money."""

    reason: CancelReason = "other"
    restock: bool = True
    refund: bool = True


class ItemQuantity(Input):
    """Some units of a line."""

    line_item_id: Id
    quantity: Quantity


class NewFulfillment(Input):
    """A shipment from a location. Without tracking it is a letter, or goes by one's own van."""

    location_id: Id
    items: Annotated[list[ItemQuantity], Field(min_length=1, max_length=LINES_MAX)]
    tracking: NewTracking | None = None
    notify_customer: bool = True


class OrderToShip(Input):
    """An order of many that are shipped, and where its parcel can be followed, if anywhere."""

    order_id: Id
    tracking: NewTracking | None = None


class OrderToCancel(Input):
    """An order of many that are canceled."""

    order_id: Id


def _each_once(orders: list[AnyOrder]) -> list[AnyOrder]:
    if len({each.order_id for each in orders}) < len(orders):
        raise ValueError("must name each order once")
    return orders


class BulkShipment(Input):
    """Orders of which all that is left is shipped from a location, a parcel each."""

    location_id: Id
    orders: Annotated[list[OrderToShip], Field(min_length=1, max_length=BULK_MAX), AfterValidator(_each_once)]
    notify_customer: bool = True


class BulkCancellation(Cancellation):
    """Orders that are canceled, for one reason."""

    orders: Annotated[list[OrderToCancel], Field(min_length=1, max_length=BULK_MAX), AfterValidator(_each_once)]


class NewRefund(Input):
    """Money back: a plain amount, or what some units and some shipping cost; an amount beside these must equal it."""

    order_id: Id
    amount: Annotated[int, Field(ge=1, le=10**12)] | None = None
    reason: Literal["requested_by_customer", "duplicate", "fraudulent"] = "requested_by_customer"
    items: Annotated[list[ItemQuantity], Field(max_length=LINES_MAX)] = Field(default_factory=list)
    shipping_amount: Amount = 0
    destination: Literal["original_payment"] = "original_payment"
    note: Prose = ""


class NewNote(Input):
    """What staff note on an order, for each other."""

    note: Annotated[str, Text(NOTE_LENGTH_MAX, is_required=True, is_prose=True)]


class OrderFilters(Input):
    """What a list of orders and its export are narrowed by; an order is in them where all of it holds.

    is_to_ship: placed, and units are still to leave. fulfillment_status: of all its lines together. customer_id: bought
    signed in, or claimed. sku: ever placed with a line of it, without regard to case.
    """

    status: Literal["pending", "placed", "expired", "canceled"] | None = None
    is_to_ship: bool | None = None
    fulfillment_status: FulfillmentStatus | None = None
    customer_id: CustomerId | None = None
    sku: Annotated[Line, Field(min_length=1, max_length=64)] | None = None


class OrderQuery(OrderFilters, CreatedWithin):
    """Filters of the list of orders; an order is listed where all of them hold.

    email: without regard to case. tracking_number: of any parcel that the order is in, as people write it.
    """

    email: Email | None = None
    number: Annotated[int, Field(ge=1, le=NUMBER_MAX), BeforeValidator(digits)] | None = None
    tracking_number: Annotated[Line, Field(min_length=1, max_length=100)] | None = None
    sort: Literal["created_at", "-created_at"] = "-created_at"


class SummaryQuery(Input):
    """Whose orders."""

    customer_id: CustomerId


class WaitingQuery(PageQuery):
    """Of which company."""

    company_id: CompanyId


class OrderExport(OrderFilters, Created):
    """Which orders, and how they are written: a table for spreadsheets, or each as the API shows it, one a line."""

    format: Literal["csv", "jsonl"] = "csv"
