"""The API's shapes of shipping options and fulfillments."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator

from functions.fulfillment.fulfillment import Fulfillment
from functions.fulfillment.lifecycle import Status, TrackingStatus
from functions.fulfillment.shipping_option import CURRENCIES_MAX, TIERS_MAX, Kind, ShippingOption
from shared.http import Amount, CountryCode, CurrencyCode, HttpsUrl, Input, View
from shared.http.text import Text

CARRIER = r"^[a-z0-9][a-z0-9-]{0,39}$"  # a slug, as it stands in the path of the carrier's webhook
NUMBER = r"^[A-Za-z0-9 -]*[A-Za-z0-9][A-Za-z0-9 -]*$"
NUMBER_LENGTH_MAX = 64  # as typed; the longest in use (Australia Post's) have 39
URL_LENGTH_MAX = 500
WEIGHT_G_MAX = 100_000_000  # a hundred tonnes: beyond any parcel, far below what a number may hold
COUNTRIES_MAX = 250  # ISO 3166-1 has 249

Title = Annotated[str, Text(100, is_required=True)]  # one line of a checkout
Amounts = Annotated[dict[CurrencyCode, Amount], Field(min_length=1, max_length=CURRENCIES_MAX)]
Countries = Annotated[list[CountryCode], Field(max_length=COUNTRIES_MAX)]


def _slug(company: str) -> str:
    if not re.fullmatch(CARRIER, company):
        raise ValueError("must be the carrier's slug in small letters, as in its webhook's path: `ups`, `dhl-express`")
    return company


def _trimmed(number: object) -> object:
    return number.strip(" ") if isinstance(number, str) else number


Carrier = Annotated[str, AfterValidator(_slug)]
TrackingNumber = Annotated[
    str, BeforeValidator(_trimmed), StringConstraints(pattern=NUMBER, max_length=NUMBER_LENGTH_MAX)
]


class TierInput(Input):
    """Parcels of up to so many grams, inclusive. The last tier's up_to_g is null: any weight."""

    up_to_g: Annotated[int, Field(ge=1, le=WEIGHT_G_MAX)] | None
    amounts: Amounts


Tiers = Annotated[list[TierInput], Field(min_length=1, max_length=TIERS_MAX)]


class NewShippingOption(Input):
    """A shipping option to be made: `amounts` for kind flat, `tiers` for kind by_weight. No countries: everywhere."""

    title: Title
    countries: Countries = Field(default_factory=list)
    kind: Kind
    amounts: Amounts | None = None
    tiers: Tiers | None = None
    is_active: bool = True


class ShippingOptionChanges(Input):
    """What shall be another; absent fields stay. A new kind comes with its prices."""

    title: Title | None = None
    countries: Countries | None = None
    kind: Kind | None = None
    amounts: Amounts | None = None
    tiers: Tiers | None = None
    is_active: bool | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _is_given(cls, value: object) -> object:
        if value is None:
            raise ValueError("must not be null; leave it out to keep it")
        return value


class TierView(View):
    """The price of parcels of up to so many grams; null: of any weight."""

    up_to_g: int | None
    amounts: dict[str, int]


class ShippingOptionView(View):
    """A way to send parcels, as staff see it."""

    id: str
    object: Literal["shipping_option"] = "shipping_option"
    version: int
    title: str
    countries: list[str]
    kind: Kind
    amounts: dict[str, int] | None
    tiers: list[TierView] | None
    is_active: bool
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, option: ShippingOption) -> "ShippingOptionView":
        """The option in the API's form."""
        tiers = [TierView(up_to_g=tier.up_to_g, amounts=dict(sorted(tier.amounts.items()))) for tier in option.tiers]
        return cls(
            id=option.id,
            version=option.version,
            title=option.title,
            countries=list(option.countries),
            kind=option.kind,
            amounts=tiers[0].amounts if option.kind is Kind.FLAT else None,
            tiers=tiers if option.kind is Kind.BY_WEIGHT else None,
            is_active=option.is_active,
            created_at=option.created_at,
            updated_at=option.updated_at,
        )


class DeletedShippingOption(View):
    """What is left of a deleted option."""

    id: str
    object: Literal["shipping_option"] = "shipping_option"
    deleted: Literal[True] = True


class NewTracking(Input):
    """Where a parcel can be followed. company: the carrier's slug, such as `ups`; number: as printed, spaces or not."""

    company: Carrier
    number: TrackingNumber
    url: Annotated[HttpsUrl, Field(max_length=URL_LENGTH_MAX)] | None = None


class TrackingView(View):
    """Where a parcel can be followed."""

    company: str
    number: str
    url: str | None


class FulfillmentLineView(View):
    """How much of an order's line is in the parcel."""

    line_item_id: str
    quantity: int


class FulfillmentView(View):
    """A parcel of an order, as staff see it. by, delivered_by: who of them shipped it, and who said that it arrived."""

    id: str
    object: Literal["fulfillment"] = "fulfillment"
    version: int
    order_id: str
    location_id: str
    status: Status
    items: list[FulfillmentLineView]
    tracking: TrackingView | None
    tracking_status: TrackingStatus
    notify_customer: bool
    by: str
    shipped_at: str
    delivered_at: str | None
    delivered_by: str | None
    returned_at: str | None

    @classmethod
    def of(cls, parcel: Fulfillment) -> "FulfillmentView":
        """The parcel in the API's form."""
        tracking = parcel.tracking
        return cls(
            id=parcel.id,
            version=parcel.version,
            order_id=parcel.order_id,
            location_id=parcel.location_id,
            status=parcel.status,
            items=[FulfillmentLineView(line_item_id=line, quantity=quantity) for line, quantity in parcel.items],
            tracking=TrackingView(company=tracking.company, number=tracking.number, url=tracking.url)
            if tracking
            else None,
            tracking_status=parcel.tracking_status,
            notify_customer=parcel.notify_customer,
            by=parcel.by,
            shipped_at=parcel.shipped_at,
            delivered_at=parcel.delivered_at,
            delivered_by=parcel.delivered_by,
            returned_at=parcel.returned_at,
        )
