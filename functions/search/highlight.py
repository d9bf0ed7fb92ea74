"""Where the words stand in a text, as HTML: everything is escaped, and the words are in `<mark>`."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from html import escape

from functions.search.ask import Asked, How
from functions.search.index_files import OpenIndex
from functions.search.words import STOP, words

SNIPPET_CHARS = 200  # of a description: two lines of a list
BEFORE_CHARS = 60  # of them, before the first word that was found
LOOKED_CHARS = 2000  # of a text; as much as is searched
SAME_FROM = 0.7  # of a word's letters, for one that was misspelt
_WORD = re.compile(r"\w+")


class Marker:
    """Marks the words of one question."""

    def __init__(self, index: OpenIndex, tokens: Iterable[Asked]) -> None:
        self._index = index
        told = [each for each in tokens if each.how is not How.NOTHING]
        self._words = {word for each in told for word in each.words} - STOP
        self._stems = {stem for word in self._words for stem in self._stems_of(word)}
        self._beginnings = tuple(each.words[-1] for each in told if each.how is How.BEGINNING and each.words)
        self._misspelt = [word for each in told if each.how is How.MISSPELT for word in each.words]
        self._parts = [word for each in told if each.how is How.PARTS for word in each.words]

    def marked(self, text: str) -> str | None:
        """The whole text; None where none of the words stands in it."""
        places = self._places(text)
        return _as_html(text, places, 0, len(text)) if places else None

    def snippet(self, text: str) -> str | None:
        """What stands around the first of the words; None where none of them stands in it."""
        text = text[:LOOKED_CHARS]
        places = self._places(text)
        if not places:
            return None
        begin = text.rfind(" ", 0, max(0, places[0][0] - BEFORE_CHARS) + 1) + 1
        end = len(text) if len(text) - begin <= SNIPPET_CHARS else text.rfind(" ", begin, begin + SNIPPET_CHARS)
        end = end if end > places[0][1] else min(len(text), begin + SNIPPET_CHARS)
        inside = [place for place in places if begin <= place[0] and place[1] <= end]
        return ("… " if begin else "") + _as_html(text, inside, begin, end) + (" …" if end < len(text) else "")

    def _places(self, text: str) -> list[tuple[int, int]]:
        found = [(match.span(), words(match[0])) for match in _WORD.finditer(text)]
        return [span for span, said in found if any(map(self._is_meant, said))]

    def _is_meant(self, word: str) -> bool:
        return (
            word in self._words
            or (bool(self._beginnings) and word.startswith(self._beginnings))
            or any(stem in self._stems for stem in self._stems_of(word))
            or any(len(word) > 2 and word in compound for compound in self._parts)
            or any(is_near(word, other) for other in self._misspelt)
        )

    def _stems_of(self, word: str) -> list[str]:
        return [stem for analyzer in self._index.stem.values() for stem in analyzer.analyze(word)]


def is_near(word: str, typed: str) -> bool:
    """Whether one may be the other, misspelt."""
    if abs(len(word) - len(typed)) > 2:
        return False
    return SequenceMatcher(None, word, typed, autojunk=False).ratio() >= SAME_FROM


def _as_html(text: str, places: list[tuple[int, int]], begin: int, end: int) -> str:
    pieces: list[str] = []
    at = begin
    for first, last in places:
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return "".join([*pieces, escape(text[at:end])])
