"""What a replay prints at its end: the shop's figures beside the file's, and why lines were left out. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from local.replay.figures import Books, Figures
from local.replay.trade_file import Skipped

PRODUCTS_SHOWN = 10  # the best sellers; the others are shown only where they differ
HEADING = f"{'':<16}{'orders':>15}{'lines':>17}{'units':>19}{'item revenue, GBP':>29}"
SIDES = f"{'':<16}{'shop':>8}{'file':>7}{'shop':>10}{'file':>7}{'shop':>11}{'file':>8}{'shop':>15}{'file':>14}"
NONE = Figures()


def comparison(shop: Books, file: Books) -> Iterator[str]:
    """The lines of the table."""
    yield HEADING
    yield SIDES
    yield _row("all", shop.all, file.all)
    yield "by country"
    for country in _largest_first(shop.by_country, file.by_country):
        yield _row("  " + country, shop.by_country.get(country, NONE), file.by_country.get(country, NONE))
    yield "by product"
    yield from _products(shop, file)
    yield f"given back: {pounds(shop.all_refunded)} by the shop, {pounds(file.all_refunded)} by the file" + _mark(
        dict(shop.refunded) == dict(file.refunded)
    )
    same = shop == file
    if same and shop.all == NONE:
        yield "Nothing was sold, neither here nor in the file."
        return
    yield "Equal to the penny." if same else "THE SHOP AND THE FILE DIFFER where a row ends in ≠."


def reasons(skipped: Iterable[Skipped], left_in: int) -> Iterator[str]:
    """How many lines are in the shop, and how many are not for which reason."""
    counted = Counter(each.reason for each in skipped)
    yield f"Of the file's {left_in + counted.total()} lines, {left_in} are in the shop. The others:"
    for reason, lines in counted.most_common():
        yield f"  {lines:>7}  {reason.value.replace('_', ' ')}"


def refusals(refused: Mapping[str, str]) -> Iterator[str]:
    """What the shop said no to."""
    if refused:
        yield f"The shop refused {len(refused)}:"
        yield from (f"  {what}: {why}" for what, why in sorted(refused.items()))


def pounds(pence: int) -> str:
    """`1,234.05`."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def _products(shop: Books, file: Books) -> Iterator[str]:
    codes = _largest_first(shop.by_product, file.by_product)
    shown = {*codes[:PRODUCTS_SHOWN], *(c for c in codes if shop.by_product.get(c) != file.by_product.get(c))}
    for code in (code for code in codes if code in shown):
        yield _row("  " + code, shop.by_product.get(code, NONE), file.by_product.get(code, NONE))
    if len(codes) > len(shown):
        yield f"  and {len(codes) - len(shown)} more, each equal"


def _largest_first(*books: Mapping[str, Figures]) -> list[str]:
    keys = {key for book in books for key in book}
    return sorted(keys, key=lambda key: (-max(book.get(key, NONE).revenue for book in books), key))


def _row(name: str, shop: Figures, file: Figures) -> str:
    counts = f"{shop.orders:>8}{file.orders:>7}{shop.lines:>10}{file.lines:>7}{shop.units:>11}{file.units:>8}"
    return f"{name:<16}{counts}{pounds(shop.revenue):>15}{pounds(file.revenue):>14}" + _mark(shop == file)


def _mark(same: bool) -> str:
    return "" if same else "  ≠"
