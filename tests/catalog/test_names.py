"""Handles and image addresses: what may stand in a URL."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.image import https_url
from functions.catalog.slug import HANDLE_MAX, PATTERN, handle_for, slug


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("T-shirt", "t-shirt"),
        ("  Crème Brûlée, 2 pieces! ", "creme-brulee-2-pieces"),
        ("WHITE HANGING HEART T-LIGHT HOLDER", "white-hanging-heart-t-light-holder"),
        ("日本", ""),
        ("---", ""),
    ],
)
def test_a_handle_is_the_title_in_plain_letters(title: str, handle: str) -> None:
    assert slug(title) == handle


def test_a_title_without_letters_takes_its_handle_from_the_id() -> None:
    assert handle_for("日本", "prod_01ABC") == "prod-01abc"


@given(st.text(max_size=300))
def test_every_handle_has_a_handles_form(title: str) -> None:
    handle = handle_for(title, "prod_01ABC")
    assert re.fullmatch(PATTERN, handle)
    assert len(handle) <= HANDLE_MAX


@pytest.mark.parametrize(
    "url",
    ["https://cdn.example.com/a.jpg", "https://cdn.example.com:443/a%20b.jpg?w=2&h=3#x", "https://EXAMPLE.com"],
)
def test_an_https_address_is_accepted(url: str) -> None:
    assert https_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://example.com/a.jpg",
        "ftp://example.com/a.jpg",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "//example.com/a.jpg",
        "https://",
        "https:///a.jpg",
        "https://localhost/a.jpg",
        "https://./a.jpg",
        "https://user:pass@example.com/a.jpg",
        "https://example.com@evil.example/a.jpg",
        "https://example.com:8443/a.jpg",
        "https://example.com:port/a.jpg",
        "https://[::1/a.jpg",
        "https://example.com/a b.jpg",
        'https://example.com/"onerror=alert(1)',
        "https://example.com/<script>",
        "https://example.com\\@evil.example/",
        "https://exämple.com/a.jpg",
        "https://example.com/a\n.jpg",
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must"):
        https_url(url)
