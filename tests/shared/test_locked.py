"""Locked text: read again in its place, under a key of ours, and nowhere else."""

import base64
import json

import pytest

from shared import secret
from shared.locked import NotOurs, lock, unlock
from tests.world import SECRETS, service

pytestmark = pytest.mark.usefixtures("world")
PLACE = "things\nIDEM#1\nhash\nanswer"
TEXTS = ["", "Jane Doe, 1 Main St", 'Zoë "naïve" \u2028 😀', "x" * 5000, "\x00"]


def rotate(**fields: str) -> None:
    service("secretsmanager").put_secret_value(SecretId="storewright/test/answers_key", SecretString=json.dumps(fields))
    secret.forget()


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_locked_is_read_again_in_its_place(text: str) -> None:
    assert unlock(lock(text, PLACE), PLACE) == text


@pytest.mark.parametrize(
    "place",
    ["", "things\nIDEM#2\nhash\nanswer", "things\nIDEM#1\nother\nanswer", "others\nIDEM#1\nhash\nanswer", PLACE + " "],
)
def test_it_is_not_read_in_another_place(place: str) -> None:
    """FAULTS 94, 95: neither another caller's record nor another request's."""
    with pytest.raises(NotOurs):
        unlock(lock("Jane Doe, 1 Main St", PLACE), place)


def test_no_byte_of_it_can_be_changed() -> None:
    raw = base64.b85decode(lock("Jane Doe, 1 Main St", PLACE))
    for at in range(len(raw)):
        changed = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(NotOurs):
            unlock(base64.b85encode(changed).decode(), PLACE)


@pytest.mark.parametrize("forged", ["", "None", "ä", " ", "0" * 40, "c$@(?1OYXM0002Z0{{R30009200"])
def test_what_we_never_locked_is_not_read(forged: str) -> None:
    with pytest.raises(NotOurs):
        unlock(forged, PLACE)


def test_it_takes_our_key_and_not_only_the_place() -> None:
    """Who guesses the caller's Idempotency-Key and has a copy of the table has nothing yet."""
    locked = lock("Jane Doe", PLACE)
    rotate(current="another key of some length")
    with pytest.raises(NotOurs):
        unlock(locked, PLACE)


def test_the_previous_key_still_opens_what_it_locked() -> None:
    locked = lock("Jane Doe", PLACE)
    rotate(current="a new key of some length", previous=SECRETS["answers_key"])
    assert unlock(locked, PLACE) == "Jane Doe"
    assert unlock(lock("John Doe", PLACE), PLACE) == "John Doe"


def test_nothing_of_it_shows() -> None:
    locked = lock("Jane Doe " * 20, PLACE)
    assert "Jane" not in locked
    assert locked.isascii()
    assert locked.isprintable()


def test_the_same_text_is_never_locked_the_same_way() -> None:
    assert lock("Jane Doe", PLACE) != lock("Jane Doe", PLACE)


def test_an_answer_takes_less_room_than_before() -> None:
    answer = '{"variant_id":"var_01JD0000000000000000000000","quantity":1,"unit_price":2499},' * 20
    assert len(lock(answer, PLACE)) < len(answer) / 3
