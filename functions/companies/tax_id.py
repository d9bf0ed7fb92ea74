"""Whether a tax id has the form that its country gives it: digits that check, by python-stdnum. Nobody is asked."""

from typing import TYPE_CHECKING

from shared.errors import Invalid

if TYPE_CHECKING:
    from stdnum.util import NumberValidationModule

KINDS = ("vat", "tin")  # by which names python-stdnum has a country's numbers, the first that it has


class InvalidTaxId(Invalid):
    """No number that the country's tax office can have given."""

    code = "invalid_tax_id"

    def __init__(self, place: int, country: str) -> None:
        param = f"tax_ids[{place}].number"
        super().__init__("This is no tax id of the country.", param=param, details={"country": country})


def checked(country: str, number: str, place: int) -> str:
    """The number as it is kept: in capitals, without what people set between; of the EU's VAT with the country's code.

    place: where in the list it stands. A country whose numbers nobody here knows is not judged. Whether the number was
    given to anybody, and to whom, only the tax office could tell. Raises InvalidTaxId.
    """
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 - only who keeps a tax id needs it

    form = _form_of(country)
    if form is None:
        return "".join(number.upper().split())
    try:
        plain = str(form.validate(number))
    except ValidationError:
        raise InvalidTaxId(place, country) from None
    prefix = _prefix(country)
    return plain if not prefix or plain.startswith(prefix) else prefix + plain


def _form_of(country: str) -> "NumberValidationModule | None":
    from stdnum.util import get_cc_module  # noqa: PLC0415

    found = (get_cc_module(country.lower(), kind) for kind in KINDS)
    return next((module for module in found if module), None)


def _prefix(country: str) -> str:
    """What the EU writes before its VAT numbers; Greece has one of its own."""
    from stdnum.eu.vat import MEMBER_STATES  # noqa: PLC0415

    if country.lower() not in MEMBER_STATES:
        return ""
    return "EL" if country == "GR" else country
