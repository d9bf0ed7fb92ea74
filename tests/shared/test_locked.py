"""Locked text: read again under its key, and under no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.locked import lock, unlock

KEY = b"of whoever asked"


@given(text=st.text(max_size=2000), key=st.binary(max_size=64))
def test_what_was_locked_is_read_again_under_its_key(text: str, key: bytes) -> None:
    assert unlock(lock(text, key), key) == text


@given(other=st.binary(max_size=64).filter(lambda other: other != KEY))
def test_it_is_not_read_under_another_key(other: bytes) -> None:
    """FAULTS 94, 95"""
    with pytest.raises(ValueError, match="another key"):
        unlock(lock("Jane Doe, 1 Main St", KEY), other)


def test_nothing_of_it_shows() -> None:
    locked = lock("Jane Doe " * 20, KEY)
    assert "Jane" not in locked
    assert locked.isascii()
    assert locked.isprintable()


def test_the_same_text_is_never_locked_the_same_way() -> None:
    assert lock("Jane Doe", KEY) != lock("Jane Doe", KEY)


def test_an_answer_takes_less_room_than_before() -> None:
    answer = '{"variant_id":"var_01JD0000000000000000000000","quantity":1,"unit_price":2499},' * 20
    assert len(lock(answer, KEY)) < len(answer) / 3
