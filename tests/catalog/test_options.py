"""Options and variants agree, or the product is refused."""

from itertools import product as pairs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.options import Option, OptionsWrong, check_choices, check_options, title_of
from tests.catalog.shop import COLOR, SIZE


def test_every_combination_once_is_accepted() -> None:
    every = [{"Size": size, "Color": color} for size, color in pairs(SIZE.values, COLOR.values)]
    check_choices([SIZE, COLOR], [(f"variants[{i}]", chosen) for i, chosen in enumerate(every)])


def test_two_variants_with_the_same_combination_are_refused() -> None:
    with pytest.raises(OptionsWrong) as wrong:
        check_choices([SIZE], [("variants[0]", {"Size": "S"}), ("variants[1]", {"Size": "S"})])
    assert wrong.value.param == "variants[1].options"


@pytest.mark.parametrize(
    "chosen",
    [{}, {"Size": "XL"}, {"Size": "s"}, {"Color": "red"}, {"Size": "S", "Color": "red"}],
    ids=["none", "value not listed", "other case", "another option", "one too many"],
)
def test_a_variant_that_does_not_fit_the_options_is_refused(chosen: dict[str, str]) -> None:
    with pytest.raises(OptionsWrong, match=r"."):
        check_choices([SIZE], [("variants[0]", chosen)])


def test_without_options_there_is_one_variant() -> None:
    check_choices([], [("variants[0]", {})])
    with pytest.raises(OptionsWrong):
        check_choices([], [("variants[0]", {}), ("variants[1]", {})])


def test_an_option_or_a_value_twice_is_refused() -> None:
    with pytest.raises(OptionsWrong):
        check_options([SIZE, SIZE])
    with pytest.raises(OptionsWrong):
        check_options([Option("Size", ("S", "S"))])


def test_the_title_names_the_values_in_the_order_of_the_options() -> None:
    assert title_of("T-shirt", [COLOR, SIZE], {"Size": "M", "Color": "red"}) == "T-shirt, red, M"
    assert title_of("Mug", [], {}) == "Mug"


@given(st.lists(st.tuples(st.sampled_from(SIZE.values), st.sampled_from(COLOR.values)), max_size=5))
def test_variants_are_accepted_exactly_when_no_two_are_alike(chosen: list[tuple[str, str]]) -> None:
    choices = [("variants[0]", {"Size": size, "Color": color}) for size, color in chosen]
    if len(set(chosen)) == len(chosen):
        check_choices([SIZE, COLOR], choices)
    else:
        with pytest.raises(OptionsWrong):
            check_choices([SIZE, COLOR], choices)
