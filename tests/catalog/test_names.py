"""Handles and image addresses: what may stand in a URL."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.catalog.slug import HANDLE_MAX, PATTERN, handles_for, slug
from shared.http.url import https_url


@pytest.mark.parametrize(
    ("title", "handle"),
    [
        ("T-shirt", "t-shirt"),
        ("  Crème Brûlée, 2 pieces! ", "creme-brulee-2-pieces"),
        ("WHITE HANGING HEART T-LIGHT HOLDER", "white-hanging-heart-t-light-holder"),
        ("日本", "riben"),
        ("Łopata", "lopata"),
        ("Straße", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("Кружка 4064512", "kruzhka-4064512"),
        ("Тарелка 4064512", "tarelka-4064512"),
        ("茶", "cha"),
        ("İstanbul ﬁne №5", "istanbul-fine-no5"),
        ("🍵", "tea"),
        ("\ue000", ""),
        ("---", ""),
    ],
)
def test_a_handle_is_the_title_in_plain_letters(title: str, handle: str) -> None:
    assert slug(title) == handle


def test_a_title_without_letters_takes_its_handle_from_the_id() -> None:
    assert handles_for("\u2800", "prod_01ABC") == ("prod-01abc",)


def test_the_next_product_of_a_title_has_a_number_and_after_some_the_end_of_its_id() -> None:
    product_id = "prod_01ABCDEFGHJKMNPQRSTVWXYZ01"
    assert handles_for("Łopata", product_id) == ("lopata", "lopata-2", "lopata-3", "lopata-jkmnpqrstvwxyz01")


@given(st.text(max_size=300))
def test_every_handle_has_a_handles_form(title: str) -> None:
    handles = handles_for(title, "prod_01ABC")
    assert len(set(handles)) == len(handles)
    for handle in handles:
        assert re.fullmatch(PATTERN, handle)
        assert len(handle) <= HANDLE_MAX


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.example.com/a.jpg",
        "https://cdn.example.com:443/a%20b.jpg?w=2&h=3#x",
        "https://EXAMPLE.com",
        "https://xn--e1afmkfd.xn--p1ai/a",
    ],
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
        "https://[::1]/a.jpg",
        "https://127.0.0.1/a.jpg",
        "https://127.1/a.jpg",
        "https://0x7f.0.0.0x1/a.jpg",
        "https://@example.com/a.jpg",
        "https://user@example.com/a.jpg",
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
