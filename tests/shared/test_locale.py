"""Which language a header likes best."""

import pytest

from shared.http.locale import first_locale


@pytest.mark.parametrize(
    ("header", "liked"),
    [
        ("", None),
        ("de", "de"),
        ("de-at", "de-AT"),
        ("zh-hant-tw, en", "zh-Hant-TW"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("de;q=0, en;q=0.1", "en"),
        ("*", None),
        ("i-klingon, <script>, pt_BR", "pt-BR"),
        ("x" * 100_000, None),
    ],
)
def test_the_best_liked_that_can_be_read(header: str, liked: str | None) -> None:
    assert first_locale(header) == liked
