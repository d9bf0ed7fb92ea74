"""Reading the trade file."""

import gzip
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from local.paths import ROOT
from local.replay.trade_file import BadFile, Reason, file_hash, read_trade
from tests.local.trade import LARGE_FILE, a_line, a_trade, needs_large_file, written


def test_a_line_is_read_exactly() -> None:
    [line] = a_trade(a_line(price="0.29", description="  HANGING   HEART ")).lines
    assert (line.number, line.price, line.quantity) == (2, 29, 6)
    assert (line.customer, line.country, line.description) == ("17850", "GB", "HANGING HEART")
    assert line.sku == "85123A-29"


@pytest.mark.parametrize(("text", "pence"), [("0.29", 29), ("8.5", 850), ("4", 400), ("1.10", 110), ("1e1", 1000)])
def test_prices_are_pence_to_the_penny(text: str, pence: int) -> None:
    assert a_trade(a_line(price=text)).lines[0].price == pence


def test_stock_codes_are_the_same_in_either_case() -> None:
    assert {line.code for line in a_trade(a_line(code="85123a"), a_line(code="85123A")).lines} == {"85123A"}


def test_a_cancellation_has_its_quantity_turned_round() -> None:
    [line] = a_trade(a_line("C536379", quantity=-3)).lines
    assert line.is_cancellation
    assert line.quantity == 3


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"price": "a lot"}, Reason.UNREADABLE),
        ({"price": "NaN"}, Reason.UNREADABLE),
        ({"quantity": "1.5"}, Reason.UNREADABLE),
        ({"at": "yesterday"}, Reason.UNREADABLE),
        ({"invoice": "A563185"}, Reason.NOT_A_SALE),
        ({"code": "POST"}, Reason.NOT_A_PRODUCT),
        ({"code": "DOT"}, Reason.NOT_A_PRODUCT),
        ({"code": "M"}, Reason.NOT_A_PRODUCT),
        ({"code": "BANK CHARGES"}, Reason.NOT_A_PRODUCT),
        ({"code": "AMAZONFEE"}, Reason.NOT_A_PRODUCT),
        ({"code": "gift_0001_20"}, Reason.NOT_A_PRODUCT),
        ({"quantity": -5}, Reason.STOCK_CORRECTION),
        ({"quantity": 0}, Reason.STOCK_CORRECTION),
        ({"invoice": "C1", "quantity": 5}, Reason.STOCK_CORRECTION),
        ({"price": "0.0", "description": "found"}, Reason.NO_PRICE),
        ({"price": "-1.00"}, Reason.NEGATIVE_PRICE),
        ({"price": "0.001"}, Reason.SUB_PENNY_PRICE),
        ({"description": " "}, Reason.NO_DESCRIPTION),
        ({"quantity": 100_001}, Reason.QUANTITY_TOO_LARGE),
    ],
)
def test_a_line_that_cannot_be_ordered_has_its_reason(changed: dict[str, object], reason: Reason) -> None:
    trade = a_trade(a_line() | {_COLUMN.get(name, name): str(value) for name, value in changed.items()})
    assert [skipped.reason for skipped in trade.skipped] == [reason]
    assert trade.lines == ()


_COLUMN = {
    "invoice": "InvoiceNo",
    "code": "StockCode",
    "description": "Description",
    "quantity": "Quantity",
    "at": "InvoiceDate",
    "price": "UnitPrice",
}


def test_a_short_line_is_unreadable_and_the_next_one_is_read() -> None:
    short = {"InvoiceNo": "536365", "StockCode": "85123A"}
    trade = a_trade(short, a_line())
    assert [(each.number, each.reason) for each in trade.skipped] == [(2, Reason.UNREADABLE)]
    assert [line.number for line in trade.lines] == [3]


def test_plain_and_gzipped_files_are_read_alike(tmp_path: Path) -> None:
    plain = written(tmp_path / "trade.csv", [a_line(description='12" PLATE, BLUE')])
    zipped = tmp_path / "trade.csv.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))
    assert read_trade(plain) == read_trade(zipped)
    assert file_hash(plain) != file_hash(zipped)


def test_a_file_of_something_else_is_refused_in_a_sentence(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(BadFile, match="no column Country"):
        read_trade(other)
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"not gzip")
    with pytest.raises(BadFile, match="no CSV"):
        read_trade(broken)


@pytest.mark.parametrize("line", [{"code": "POST"}, {"price": "nothing"}, {"invoice": "C1", "quantity": -1}])
def test_a_file_without_a_sale_is_refused_before_a_shop_is_asked(tmp_path: Path, line: dict[str, object]) -> None:
    file = written(tmp_path / "trade.csv", [a_line() | {_COLUMN[name]: str(value) for name, value in line.items()}])
    with pytest.raises(BadFile, match="no line that is a sale: 1 were read"):
        read_trade(file)


def test_what_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(written(tmp_path / "trade.csv", [a_line()] * 500).read_bytes())[:-20])
    latin = tmp_path / "latin.csv"
    latin.write_bytes(
        written(tmp_path / "trade.csv", [a_line(description="CAFÉ")]).read_bytes().replace(b"\xc3\x89", b"\xc9")
    )
    for path in (tmp_path, tmp_path / "nowhere.csv", cut, latin):
        ended = subprocess.run(
            [sys.executable, "-m", "local.replay.trade_file", path],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 1
        assert str(path) in ended.stderr


@needs_large_file
def test_the_large_file_is_read_whole() -> None:
    trade = read_trade(LARGE_FILE)
    assert trade.size == 30_000
    assert Counter(each.reason for each in trade.skipped) == {
        Reason.NOT_A_PRODUCT: 136,
        Reason.NO_PRICE: 23,
        Reason.STOCK_CORRECTION: 13,
    }
