"""Finding products by words of their titles, as staff type them: `blu shi` finds the blue T-shirt.

The indexes that sort by title have it in their keys. So they are walked through, at about forty titles a read unit, and
only what is shown is read as a product. That is for catalogs of some thousands; of more, a page may be short.
"""

import re
from collections.abc import Callable, Sequence

from functions.catalog.product import Whole
from functions.catalog.table import SPEC
from shared.dynamo import Item, Key, Page, query
from shared.table import Index

LOOKED_MAX = 5000  # titles a page, some 130 read units; the page after it goes on from there
LOOKED_AT_ONCE = 1000
FROM_THE_START = {"listed_title": ""}  # a cursor before the first title
_WORD = re.compile(r"[a-z0-9]+")

Read = Callable[[Sequence[str]], Sequence[Whole]]


def words(text: str) -> list[str]:
    """Its words as they are compared: in Latin letters, small and without marks."""
    from anyascii import anyascii  # noqa: PLC0415 - only who writes or looks for a product needs it

    return _WORD.findall(anyascii(text).casefold())


def is_in(sought: Sequence[str], title: str) -> bool:
    """Whether each of these words is, or begins, a word of the title. sought: as `words` has them; none: in nothing."""
    its_own = words(title)
    return bool(sought) and all(any(word.startswith(each) for word in its_own) for each in sought)


def page_of_products(
    where: tuple[Index, str],
    sought: Sequence[str],
    is_wanted: Callable[[Whole], bool],
    read: Read,
    *,
    is_reversed: bool,
    limit: int,
    after: Key | None,
) -> tuple[list[Whole], Page]:
    """A page of the wanted products with these words in their titles, by title, as they stand now.

    where: an index by title and its partition. after: FROM_THE_START or None for the first page; read: the products of
    some ids, those that are not there left out. A page is short where LOOKED_MAX titles were looked at.
    """
    index, partition = where
    after = None if after == FROM_THE_START else after
    found: list[Whole] = []
    last: Key = FROM_THE_START
    looked = 0
    while True:
        page = query(SPEC, partition, index=index, newest_first=is_reversed, limit=LOOKED_AT_ONCE, after=after)
        named = [item for item in page.items if is_in(sought, item["listed_title"].rpartition("#")[0])]
        for begin in range(0, len(named), limit + 1):
            some = named[begin : begin + limit + 1]
            by_id = {whole.product.id: whole for whole in read([_id(item) for item in some])}
            for item in some:
                whole = by_id.get(_id(item))
                if whole is None or not is_wanted(whole):
                    continue
                if len(found) == limit:
                    return found, Page([], last)
                found.append(whole)
                last = {name: item[name] for name in ("pk", "sk", index.partition, "listed_title")}
        after, looked = page.next_key, looked + len(page.items)
        if after is None or looked >= LOOKED_MAX:
            return found, Page([], after)


def _id(item: Item) -> str:
    return str(item["pk"]).removeprefix("PRODUCT#")
