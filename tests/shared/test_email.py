"""E-mail addresses."""

import pytest

from shared.http.email import email_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jane@example.com", "jane@example.com"),
        (" Jane.Doe+shop@Example.COM\u00a0", "Jane.Doe+shop@example.com"),
        ("\u200ejane@example.com\u200f", "jane@example.com"),
        ("ivan@xn--e1afmkfd.xn--p1ai", "ivan@xn--e1afmkfd.xn--p1ai"),
        ("ivan@пример.рф", "ivan@xn--e1afmkfd.xn--p1ai"),
        ("info@Müller.de", "info@xn--mller-kva.de"),
        ("o'hara@b.co.uk", "o'hara@b.co.uk"),
        ("jane@shop.test", "jane@shop.test"),
        ("j@example.org", "j@example.org"),
    ],
)
def test_an_address_that_servers_take_is_taken(typed: str, kept: str) -> None:
    assert email_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "a@b",
        "a@b@c.de",
        "a@b.de\n",
        "ä@b.de",
        "a@раураl.com",
        "jane@exаmple.com",
        "jane@example。com",
        "x" * 65 + "@example.com",
        "jane@example.com\u200b",
        "a..b@c.de",
        "a@localhost",
        "a@1.2.3.4",
        "a@[1.2.3.4]",
        "a@b.de,c@d.de",
        "a b@c.de",
        "a@b.invalid",
    ],
)
def test_any_other_address_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="must be an e-mail address"):
        email_address(typed)
