"""The letters that the shop writes, filled with an order of nobody who lives."""

from functions.notifications.mail import Kind
from functions.notifications.samples import sample
from functions.notifications.shop import Shop
from functions.notifications.views import LetterKindView, LetterQuery, LetterView, kind_view
from shared.errors import Invalid, NotFound
from shared.http import Listed, Reply
from shared.settings import read_settings

KINDS = frozenset(kind.value for kind in Kind)


class UnknownLocale(Invalid):
    """A language that the shop writes no letters in."""

    code = "unknown_locale"

    def __init__(self, locales: list[str]) -> None:
        super().__init__("The shop writes no letters in this language.", param="locale", details={"locales": locales})


def list_kinds() -> Reply[Listed[LetterKindView]]:
    """All that there are, and the languages of each."""
    locales = list(read_settings(Shop).locales)
    return Reply(Listed(data=[kind_view(kind, locales) for kind in Kind]))


def show_letter(kind: str, query: LetterQuery) -> Reply[LetterView]:
    """One, in one language, as the shop's own templates make it. Raises NotFound or UnknownLocale."""
    if kind not in KINDS:
        raise NotFound("letter")
    shop = read_settings(Shop)
    locale = query.locale or shop.default_locale
    if locale not in shop.locales:
        raise UnknownLocale(list(shop.locales))
    letter = sample(Kind(kind), locale, shop)
    shown = LetterView(kind=Kind(kind), locale=locale, subject=letter.subject, text=letter.text, html=letter.html)
    return Reply(shown)
