"""Handles: a product's name as it stands in a URL."""

import re
import unicodedata

HANDLE_MAX = 100  # characters; a title of 255 still says what it is
NUMBERED_MAX = 3  # products of one title that get a number; each one taken costs a try
TAIL = 16  # of an id's letters: 80 bits of chance
PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def slug(text: str) -> str:
    """`Crème Brûlée, 2 pieces` → `creme-brulee-2-pieces`, `Łopata` → `lopata`, `Кружка` → `kruzhka`.

    Empty where nothing of it can be said in Latin letters or digits.
    """
    from anyascii import anyascii  # noqa: PLC0415 - only who makes a product needs it

    plain = anyascii(unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:HANDLE_MAX].strip("-")


def handles_for(title: str, product_id: str) -> tuple[str, ...]:
    """The handles that a product which was given none may have, best first: its title's, the same with a number, and
    one with the end of its id, which nobody else has. A title that says nothing leaves the id's.
    """
    base, own = slug(title), slug(product_id)
    if not base:
        return (own,)
    return (base, *(_ended(base, str(n)) for n in range(2, NUMBERED_MAX + 1)), _ended(base, own[-TAIL:]))


def _ended(base: str, end: str) -> str:
    return f"{base[: HANDLE_MAX - len(end) - 1].rstrip('-')}-{end}"
