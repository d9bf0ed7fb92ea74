"""What people type: cleaned of what nobody sees, refused where it would deceive, and something to read where asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from shared.http.text import Text, clean, clean_prose, is_readable, without_url

LINE, NAME, PROSE = Text(255), Text(255, is_required=True), Text(5000, is_prose=True)
FAMILY, FLAG, PERSIAN = (
    "👨\u200d👩\u200d👧",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "می\u200cخواهم",
)

ODD = st.sampled_from(
    "e\u0301\u0308\u200b\u200c\u200d\u200e\u202a\u202c\u2066\ufeff\u00a0\u180e\u3164 aאم👩ü\u212a\ufe0f\U000e0067\n"
)
TYPED = st.one_of(st.text(max_size=40), st.text(ODD, max_size=12))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoe\u0308 ", "Zoë"),
        ("\u200eשלום\u200f", "שלום"),
        ("\u202bשלום\u202c", "שלום"),
        ("\u2066أحمد\u2069", "أحمد"),
        ("\ufeffJane", "Jane"),
        ("Ja\u00adne\u200b", "Jane"),
        ("Jane\u200dDoe", "JaneDoe"),
        ("\u200dJane\u200c", "Jane"),
        ("de\u00a0la Cruz", "de\u00a0la Cruz"),
        (FAMILY, FAMILY),
        (FLAG, FLAG),
        ("a\U000e0067b", "ab"),
        (PERSIAN, PERSIAN),
        ("क्\u200dष", "क्\u200dष"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("\U0001fae8", "\U0001fae8"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_a_text_is_kept_as_people_mean_it(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "sign", ["\x00", "\x07", "\n", "\x1b", "\x7f", "\x85", "\u2028", "\u202e", "\u202d", "\ufdd0", "\uffff"]
)
def test_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(ValueError, match="control"):
        LINE(f"a{sign}b")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\u00a0\u3000",
        "\u200b",
        "\u0301",
        "\u0301\u0300",
        "\u200d\u200c",
        "\ufeff",
        "\u200e\u200f",
        "\u3164",
        "\u2800",
        "\ufe0f",
    ],
)
def test_what_cannot_be_read_is_none(typed: str) -> None:
    """Of a required field it is refused with the code `required`; an optional one is empty."""
    with pytest.raises(PydanticCustomError) as refused:
        NAME(typed)
    assert refused.value.type == "required"
    assert LINE(typed) == PROSE(typed) == ""


@pytest.mark.parametrize("typed", ["-", ".", "茶", "🍵", "7", "$", FAMILY])
def test_a_sign_can_be_read(typed: str) -> None:
    assert NAME(typed) == typed


def test_a_length_is_that_of_what_is_kept() -> None:
    assert LINE(" " * 300 + "\u200b" * 300 + "x" * 255 + " ") == "x" * 255
    assert len(LINE("e\u0301" * 255)) == 255
    with pytest.raises(ValueError, match="at most 255"):
        LINE("x" * 256)


def test_prose_has_lines() -> None:
    assert clean_prose("one\r\ntwo\tthree\u2028four\u0085\n") == "one\ntwo three\nfour\n\n"
    assert PROSE(" \n\t\n") == ""


@given(TYPED)
def test_cleaning_twice_is_cleaning_once_and_leaves_no_control_character(typed: str) -> None:
    for cleaning in (clean, clean_prose):
        try:
            kept = cleaning(typed)
        except ValueError:
            continue
        assert cleaning(kept) == kept
        assert unicodedata.is_normalized("NFC", kept)
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in kept.replace("\n", ""))
        assert not set(kept) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@given(TYPED)
def test_a_required_text_is_never_blank(typed: str) -> None:
    try:
        kept = NAME(typed)
    except (ValueError, PydanticCustomError):
        return
    assert is_readable(kept)
    assert kept.strip() == kept != ""


@pytest.mark.parametrize(
    "typed",
    [
        "http://evil.example",
        "Win at HTTPS://evil.example/x",
        "www.evil.example",
        "ｗｗｗ．evil.example",
        "//evil.example",
        "evil.com/claim",
        "see mailto:a@evil.example",
        "javascript:alert(1)",
        "Pay at www.x.y",
    ],
)
def test_the_address_of_a_page_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="web page"):
        without_url(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "St. John",
        "Amazon.com Inc",
        "Booking.com B.V.",
        "c/o Müller",
        "12/3 Main St.",
        "H.No/12",
        "A/B Nr.5/2",
        "1a / b",
    ],
)
def test_a_name_with_dots_and_strokes_is_no_address(typed: str) -> None:
    assert without_url(typed) == typed
