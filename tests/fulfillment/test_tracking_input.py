"""The form that tracking takes in a request."""

import pytest
from pydantic import ValidationError

from functions.fulfillment import NewTracking
from functions.fulfillment.fulfillment import plain


@pytest.mark.parametrize(
    "fields",
    [
        {"company": "UPS", "number": "1Z"},
        {"company": "", "number": "1Z"},
        {"company": "u" * 41, "number": "1Z"},
        {"company": "ups", "number": ""},
        {"company": "ups", "number": "1" * 65},
        {"company": "ups", "number": " "},
        {"company": "ups", "number": " - "},
        {"company": "ups", "number": "1#Z"},
        {"company": "ups", "number": "1Z\n"},
        {"company": "ups", "number": "1Z", "url": "http://ups.example/1Z"},
        {"company": "ups", "number": "1Z", "url": "javascript:alert(1)"},
        {"company": "ups", "number": "1Z", "url": 'https://ups.example/"><script>'},
        {"company": "ups", "number": "1Z", "url": "https://ups.example/\n"},
        {"company": "ups", "number": "1Z", "url": "https://ups.example/" + "a" * 500},
        {"company": "ups", "number": "1Z", "status": "delivered"},
    ],
)
def test_tracking_in_another_form_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        NewTracking.model_validate(fields)


@pytest.mark.parametrize("typed", ["1Z 999 AA1", " 1z999aa1 ", "1Z-999-AA1"])
def test_a_number_is_taken_as_typed_and_trimmed(typed: str) -> None:
    assert NewTracking(company="ups", number=typed).number == typed.strip()
    assert plain(NewTracking(company="ups", number=typed).number) == "1Z999AA1"


def test_a_carrier_in_capitals_is_refused_with_help() -> None:
    with pytest.raises(ValidationError, match="in small letters"):
        NewTracking(company="UPS", number="1Z")


def test_tracking_needs_no_url() -> None:
    assert NewTracking(company="dhl-express", number="1" * 64).url is None
