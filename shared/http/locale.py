"""Languages as people name them, in bodies and in Accept-Language: `de`, `de-AT`, `zh-Hant-TW`."""

import re
from typing import Annotated

from pydantic import StringConstraints

LOCALE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"  # language, script, region
RANGES_MAX = 20  # of a header that are looked at; a browser sends five
Locale = Annotated[str, StringConstraints(max_length=35, pattern=LOCALE)]

_SCRIPT_LENGTH = 4
_WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def first_locale(header: str) -> str | None:
    """What an Accept-Language or Content-Language header likes best; None where it says nothing that we can read."""
    liked: list[tuple[float, str]] = []
    for each in header.split(",")[:RANGES_MAX]:
        tag, _, rest = each.strip().partition(";")
        weight = _WEIGHT.fullmatch(rest.strip()) if rest else None
        locale = _written(tag.strip())
        if locale and (weight is None or float(weight[1]) > 0):
            liked.append((float(weight[1]) if weight else 1.0, locale))
    return max(liked, key=lambda each: each[0])[1] if liked else None


def _written(tag: str) -> str | None:
    """The tag as it is usually written, `de-AT`; None where it is none."""
    language, *rest = tag.replace("_", "-").split("-")
    parts = [each.title() if len(each) == _SCRIPT_LENGTH else each.upper() for each in rest]
    locale = "-".join([language.lower(), *parts])
    return locale if re.fullmatch(LOCALE, locale) else None
