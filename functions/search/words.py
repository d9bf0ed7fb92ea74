"""Words as they are compared: in Latin letters, small and without marks; and the parts of compounds. Pure."""

import re
from collections.abc import Container, Iterable

LONG_FROM = 6  # letters of a word that may be a compound
LONG_MAX = 40  # and no word that anybody says has more
HEAD_FROM = 3  # letters that its first part has at least
TAIL_FROM = 4  # and its last one, where the first is a word of the shop too
ALONE_FROM = 4  # letters of both, where the first is not: `wander|schuhe` in a shop that says `schuhe` elsewhere
LINKS = ("", "s", "es", "n", "en", "e", "er")  # what German puts between: Arbeit-s-tisch, Tasche-n-lampe
_SMALL = (
    "a an and at by for from in is it of on or the this to with als am auf aus bei das dem den der des die ein "
    "eine einem einen einer fur im in ist mit oder und von vom zu zum zur"
)
STOP = frozenset(_SMALL.split())
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD = re.compile(r"[a-z0-9]+")
_OWNED = re.compile(r"['’]s\b")  # women's → women
_JOINED = re.compile(r"\w+(?:[-/&+.]\w+)+")  # t-shirt
_SIGNS = re.compile(r"[^A-Z0-9]+")


def folded(text: str) -> str:
    """In Latin letters, small and without marks: `Grün` is `grun`, `Кружка` is `kruzhka`."""
    if text.isascii():
        return _OWNED.sub("", text).casefold()
    from anyascii import anyascii  # noqa: PLC0415 - only who writes or reads an index needs it

    return anyascii(_OWNED.sub("", text)).casefold()


def words(text: str) -> list[str]:
    """Its words, folded, in their order."""
    return _WORD.findall(folded(text))


def twins(text: str) -> set[str]:
    """Other ways in which people write its words: `gruen` for `grün`, `tshirt` for `t-shirt`."""
    small = text.lower()
    spelled = set(words(small.translate(_UMLAUTS)))
    joined = {"".join(words(each)) for each in _JOINED.findall(small)}
    return (spelled | joined) - set(words(text)) - {""}


def code(text: str) -> str:
    """A SKU or a barcode without its signs, in capitals: `ts-red m` is `TSREDM`."""
    from anyascii import anyascii  # noqa: PLC0415 - as above

    return _SIGNS.sub("", anyascii(text).upper())


def parts(word: str, known: Container[str]) -> set[str]:
    """The words of which a compound is made, as far as the shop says them. known: all that it says.

    `wanderschuhe` has `schuhe`, and `wander` where that is said too; `teacup` has `tea` and `cup`.
    """
    return {part for split in splits(word, known) for part in split}


def splits(word: str, known: Container[str]) -> list[tuple[str, ...]]:
    """The ways to take a compound apart, whole ones first, then those of which only the last part is known."""
    if not LONG_FROM <= len(word) <= LONG_MAX or word.isdigit():
        return []
    found: list[tuple[str, ...]] = []
    for cut in range(HEAD_FROM, len(word) - HEAD_FROM + 1):
        head, tail = word[:cut], word[cut:]
        if tail not in known:
            continue
        whole_head = next((each for each in _heads(head) if each in known), None)
        if whole_head is not None and (len(tail) >= TAIL_FROM or whole_head == head):
            found.append((whole_head, tail))
        elif min(len(head), len(tail)) >= ALONE_FROM:
            found.append((tail,))
    return sorted(found, key=len, reverse=True)


def _heads(head: str) -> Iterable[str]:
    """What a compound's first part may be by itself."""
    yield head
    for link in LINKS[1:]:
        if head.endswith(link) and len(head) - len(link) >= HEAD_FROM:
            yield head[: -len(link)]
    yield head + "e"  # Schul|buch: Schule
