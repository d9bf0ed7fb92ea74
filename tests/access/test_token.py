"""Tokens: their form, their secret, and all that is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.access.token import (
    SECRET_BITS,
    SECRET_LENGTH,
    Presented,
    hash_of,
    is_secret,
    presented,
    secret_of,
    token_of,
)
from tests.access.bad_headers import BAD_HEADERS
from tests.access.office import KEY_ID, SECRET


@given(st.integers(0, 2**SECRET_BITS - 1))
def test_every_secret_comes_back_out_of_its_token(number: int) -> None:
    secret = secret_of(number)
    assert len(secret) == SECRET_LENGTH
    assert presented(f"Bearer {token_of(KEY_ID, secret)}") == Presented(KEY_ID, secret)


@given(st.integers(0, 2**SECRET_BITS - 1), st.integers(0, 2**SECRET_BITS - 1))
def test_two_numbers_are_two_secrets(one: int, other: int) -> None:
    assert (secret_of(one) == secret_of(other)) == (one == other)


def test_the_scheme_may_be_written_in_any_case_as_http_has_it() -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert presented(f"{scheme} {token_of(KEY_ID, SECRET)}") is not None


@pytest.mark.parametrize("header", BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_what_is_no_token_is_none(header: object) -> None:
    assert presented(header) is None


@given(st.text())
def test_no_text_makes_it_raise(text: str) -> None:
    assert presented(text) is None
    assert presented(f"Bearer sk_{text}") is None


def test_only_the_secret_itself_fits_its_hash() -> None:
    assert is_secret(SECRET, hash_of(SECRET))
    assert not is_secret(SECRET[:-1] + "B", hash_of(SECRET))
    assert SECRET not in hash_of(SECRET)


def test_a_presented_secret_does_not_show_in_a_traceback() -> None:
    assert SECRET not in repr(Presented(KEY_ID, SECRET))
