"""A postal address, as shoppers give it and parcels need it."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

from shared.http import CountryCode, Input, Line

Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]  # E.164


class Address(Input):
    """first_name … phone as in API.md; country is ISO 3166-1 alpha-2, phone E.164. What is not known is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first_name: Line | None = None
    last_name: Line
    company: Line | None = None
    address1: Line
    address2: Line | None = None
    city: Line
    province: Line | None = None
    postal_code: Line | None = None  # some countries have none
    country: CountryCode
    phone: Phone | None = None
