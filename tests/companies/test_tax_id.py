"""The form of tax ids: kept as their country writes them, and refused where the digits do not check."""

import pytest

from functions.companies.tax_id import InvalidTaxId, checked


@pytest.mark.parametrize(
    ("country", "given", "kept"),
    [
        ("DE", "DE 136 695 976", "DE136695976"),
        ("DE", "136695976", "DE136695976"),
        ("GR", "094259216", "EL094259216"),
        ("NL", "NL4495445B01", "NL004495445B01"),
        ("GB", "GB 980 7806 84", "980780684"),
        ("US", "04-2103594", "042103594"),
        ("CH", "CHE-107.787.577 IVA", "CHE107787577IVA"),
        ("XK", "8 1a", "81A"),  # of which nobody here knows the form
    ],
)
def test_a_tax_id_is_kept_as_its_country_writes_it(country: str, given: str, kept: str) -> None:
    assert checked(country, given, 0) == kept
    assert checked(country, kept, 0) == kept


@pytest.mark.parametrize(
    ("country", "number"), [("DE", "DE136695977"), ("FR", "DE136695976"), ("GB", "1"), ("US", "ABC")]
)
def test_a_tax_id_whose_digits_do_not_check_is_refused_where_it_stands(country: str, number: str) -> None:
    with pytest.raises(InvalidTaxId) as refused:
        checked(country, number, 2)
    assert refused.value.param == "tax_ids[2].number"
