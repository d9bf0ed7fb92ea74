"""The shop's letters at deployment: its own files go along, and settings that make no letter are told."""

from dataclasses import replace
from pathlib import Path

import pytest

from functions.notifications.template import OURS, Templates
from infra import bundle
from infra.letters.__main__ import write
from infra.letters.mistakes import unspoken
from infra.letters.samples import shop_of
from infra.stages import LOCAL, STAGES

SHIPPED = Templates((OURS,))


def test_the_shops_own_letters_are_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("letters/_layout.txt", "letters/README.md", "functions/a.py", "secrets.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    shipped = [str(path.relative_to(tmp_path)) for path in bundle.our_files()]
    assert shipped == ["functions/a.py", "letters/_layout.txt"]


@pytest.mark.parametrize("name", STAGES)
def test_what_a_stage_sets_is_what_its_letters_have(name: str) -> None:
    stage, shop = STAGES[name], shop_of(STAGES[name])
    for setting in ("shop_name", "shop_url", "order_url", "confirm_url", "contact", "mail_from", "mail_reply_to"):
        assert getattr(shop, setting) == getattr(stage, setting)
    assert (shop.mail_footer, shop.locales) == (tuple(stage.mail_footer), tuple(stage.locales))
    assert (shop.staff_mail, shop.default_locale) == (stage.staff_mail, stage.default_locale)


def test_what_is_not_set_yet_is_seen_to_be_an_example() -> None:
    for setting in ("shop_name", "shop_url", "order_url", "confirm_url", "contact", "mail_from", "mail_reply_to"):
        assert "example" in str(getattr(LOCAL, setting)).lower()
    assert all("Example" in line for line in LOCAL.mail_footer)


@pytest.mark.parametrize(
    ("locales", "default", "told"),
    [
        (("en", "fr"), "en", ["for 'fr' there is no words.fr.toml", "infra/slim.py cuts 'fr' from Babel's data"]),
        (("de",), "en", ["'en' is not one of the locales"]),
    ],
)
def test_a_language_without_words_is_told(locales: tuple[str, ...], default: str, told: list[str]) -> None:
    found = unspoken(replace(LOCAL, locales=locales, default_locale=default), SHIPPED)
    assert [words for _, words in found] == told


def test_every_letter_can_be_looked_at(tmp_path: Path) -> None:
    index = write(tmp_path / "letters", LOCAL).read_text()
    pages = sorted(path.name for path in (tmp_path / "letters").glob("*.*.html"))
    assert len(pages) == 32
    assert all(f'href="{page}"' in index for page in pages)
    assert all((tmp_path / "letters" / page).with_suffix(".txt").is_file() for page in pages)
