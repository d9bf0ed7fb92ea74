"""`make replay FILE=trade.csv.gz ORDERS=500`: real trade through the shop, and its report held against the file."""

import argparse
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from local.client import Refused, Unreachable
from local.paths import HOME
from local.process import Failed
from local.replay.buy import StillPending
from local.replay.figures import books_of
from local.replay.journal import Journal
from local.replay.listing import write_listing
from local.replay.plan import Plan, plan_of
from local.replay.report import settled_books
from local.replay.sell import sell
from local.replay.shelves import fill_shelves
from local.replay.shop import any_endpoints, open_shop
from local.replay.show import comparison, reasons, refusals
from local.replay.trade_file import BadFile, Reason, Skipped, Trade, file_hash, read_trade, sentence

JOURNALS = HOME / "replay"
ORDERS = 500
BUYERS = 8  # at once; as many threads ship what was bought


class OtherFile(Exception):
    """The shop's report would count two files, and could be held against neither."""

    def __init__(self) -> None:
        super().__init__("Another file was replayed in this shop, and its report counts both. Start the shop afresh.")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make replay", description=__doc__)
    parser.add_argument("path", nargs="?", metavar="FILE", help="the trade data, CSV or CSV.gz")
    parser.add_argument("--file", help="the same")
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--buyers", type=int, default=BUYERS, help="how many buy at once")
    wanted = parser.parse_args(arguments)
    named = wanted.file or wanted.path
    if not named or wanted.orders < 1 or wanted.buyers < 1:
        parser.error("name a FILE, and at least one order and one buyer")
    path = Path(named)
    try:
        trade = read_trade(path)  # a wrong file is told before a shop is started for it
        with any_endpoints() as endpoints:
            return replay(endpoints, path, trade, wanted.orders, wanted.buyers)
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    except (BadFile, OSError) as failure:
        print(f"It did not work: {sentence(failure)}", file=sys.stderr)
        return 1
    except (Failed, OtherFile, Refused, StillPending, Unreachable) as failure:
        print(f"It did not work: {failure}", file=sys.stderr)
        return 1


def replay(endpoints: Mapping[str, Any], path: Path, trade: Trade, orders: int, buyers: int) -> int:
    """Replay the file's first orders in the shop. 0 where its report and the file say the same, else 1."""
    started = time.monotonic()
    known_by = file_hash(path)
    shop = open_shop(endpoints, known_by)
    journal = _journal(known_by, shop.location_id)
    plan = plan_of(trade, orders, journal.orders, journal.matched)
    journal.match(plan.taken_back)
    print(f"{path.name}: {trade.size} lines, of which {len(plan.orders)} invoices become orders.", flush=True)
    fill_shelves(shop, plan, journal, buyers)
    refused = sell(shop, plan, journal, buyers)
    placed = [order for order in plan.orders if order.invoice in journal.orders]
    refunds = [each for each in plan.refunds if each.name in journal.refunded]
    in_file = books_of(placed, plan.canceled & journal.finished, refunds, plan.labels)
    in_shop = settled_books(shop, journal, in_file)
    skipped = (*plan.skipped, *_refused_lines(plan, journal))
    listing = JOURNALS / f"{known_by}-skipped.csv"
    write_listing(listing, path, skipped)
    _print("", *comparison(in_shop, in_file), "", *reasons(skipped, trade.size - len(skipped)), *refusals(refused))
    _print(f"Each of them is in {listing}.", f"Took {time.monotonic() - started:.0f} s.")
    return 0 if placed and in_shop == in_file else 1


def _journal(known_by: str, shop_id: str) -> Journal:
    own = JOURNALS / f"{known_by}-{shop_id}.jsonl"
    if any(path != own for path in JOURNALS.glob(f"*-{shop_id}.jsonl")):
        raise OtherFile
    return Journal(own)


def _refused_lines(plan: Plan, journal: Journal) -> Iterable[Skipped]:
    """The lines that the shop refused: of orders that were not placed, and of what was not taken back."""
    for order in plan.orders:
        if order.invoice not in journal.orders:
            yield from (Skipped(number, Reason.REFUSED) for item in order.items for number in item.numbers)
    for refund in plan.refunds:
        if refund.name not in journal.refunded:
            yield from (Skipped(number, Reason.REFUSED) for number in refund.numbers)
    not_canceled = plan.canceled - journal.finished
    yield from (Skipped(line, Reason.REFUSED) for line, invoice in plan.taken_back.items() if invoice in not_canceled)


def _print(*lines: str) -> None:
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
