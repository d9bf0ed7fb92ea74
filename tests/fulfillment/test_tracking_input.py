"""The form that tracking takes in a request."""

import pytest
from pydantic import ValidationError

from functions.fulfillment import NewTracking


@pytest.mark.parametrize(
    "fields",
    [
        {"company": "UPS", "number": "1Z"},
        {"company": "", "number": "1Z"},
        {"company": "u" * 41, "number": "1Z"},
        {"company": "ups", "number": ""},
        {"company": "ups", "number": "1" * 65},
        {"company": "ups", "number": "1 Z"},
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


def test_tracking_needs_no_url() -> None:
    assert NewTracking(company="dhl-express", number="1" * 64).url is None
