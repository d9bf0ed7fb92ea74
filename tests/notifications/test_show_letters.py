"""Letters as staff see them before anybody gets one, and the shop's settings."""

import re
from collections.abc import Iterator

import pytest

from functions.notifications.mail import Kind
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process
from tests.world import SECRETS


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcessShop]:
    with in_process(monkeypatch) as shop:
        yield shop


def test_each_kind_is_shown_in_each_language_and_loads_and_runs_nothing(shop: InProcessShop) -> None:
    _, found, _ = shop.admin("GET", "/admin/letters")
    assert [each["kind"] for each in found["data"]] == [kind.value for kind in Kind]
    for each in found["data"]:
        assert each["locales"] == ["en", "de"]
        for locale in each["locales"]:
            status, letter, _ = shop.admin("GET", f"/admin/letters/{each['kind']}?locale={locale}")
            assert (status, letter["locale"]) == (200, locale)
            assert letter["subject"]
            assert letter["text"]
            assert not re.search(r"<script|\son\w+=|<img|<link|url\(", letter["html"])


def test_a_letter_is_in_the_shops_first_language_where_none_is_asked_for(shop: InProcessShop) -> None:
    _, letter, _ = shop.admin("GET", "/admin/letters/order_confirmation")
    assert (letter["locale"], letter["subject"]) == ("en", "Your order 1042")


def test_what_is_not_written_is_said_to_be_so(shop: InProcessShop) -> None:
    assert shop.admin("GET", "/admin/letters/love_letter")[0] == 404
    status, refused, _ = shop.admin("GET", "/admin/letters/order_confirmation?locale=fr")
    assert (status, refused["error"]["code"], refused["error"]["param"]) == (422, "unknown_locale", "locale")


def test_the_settings_are_those_of_the_stage_and_no_secrets(shop: InProcessShop) -> None:
    status, settings, _ = shop.admin("GET", "/admin/settings")
    assert (status, settings["shop_name"], settings["locales"]) == (200, "Example Shop", ["en", "de"])
    assert (settings["mail_from"], settings["staff_mail"]) == ("shop@example.com", "staff@example.com")
    told = str(settings)
    assert "arn:" not in told
    assert not [value for value in SECRETS.values() if value in told]
