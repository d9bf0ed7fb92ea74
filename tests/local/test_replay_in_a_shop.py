"""A small trade, replayed over HTTP in a shop in this process, and its report held against the file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.replay import __main__ as replaying
from local.replay import buy, report
from local.replay.__main__ import replay
from local.replay.trade_file import read_trade
from tests.in_process import InProcessShop
from tests.in_process import shop as in_process
from tests.local.http_shop import Door, served
from tests.local.trade import a_line, written
from tests.world import NOON, SECRETS

TRADE = [
    a_line("1", at="2010-12-01 08:00:00"),
    a_line("1", code="22423", price="12.75", quantity=2, at="2010-12-01 08:00:00"),
    a_line("1", quantity=1, at="2010-12-01 08:00:00"),
    a_line("2", price="2.10", country="EIRE", customer="12345.0", at="2010-12-02 08:00:00"),
    a_line("3", customer="", country="France", at="2010-12-03 08:00:00"),
    a_line("4", code="POST", at="2010-12-04 08:00:00"),
    a_line("5", country="Unspecified", at="2010-12-05 08:00:00"),
    a_line("C6", quantity=-2, at="2010-12-06 08:00:00"),
    a_line("C7", quantity=-6, price="2.10", country="EIRE", customer="12345.0", at="2010-12-07 08:00:00"),
    a_line("8", quantity=3, at="2010-12-08 08:00:00"),
]


@dataclass
class World:
    shop: InProcessShop
    door: Door
    path: Path
    journals: Path
    out: pytest.CaptureFixture[str]

    def replay(self, orders: int = 3) -> tuple[int, str]:
        """The exit code, and what was printed."""
        endpoints = {"api": self.door.url, "admin_key": "k", "stripe_api": self.shop.double.url}
        endpoints["origin_secret"] = SECRETS["origin_secret"]
        code = replay(endpoints, self.path, read_trade(self.path), orders, 2)
        return code, self.out.readouterr().out


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[World]:
    monkeypatch.setattr(replaying, "JOURNALS", tmp_path / "replay")
    monkeypatch.setattr(report, "today", NOON.date)
    monkeypatch.setattr(report, "PATIENCE_S", 0)
    monkeypatch.setattr(buy, "GLANCE_S", 0.01)
    with in_process(monkeypatch) as shop, served(shop) as door:
        yield World(shop, door, written(tmp_path / "trade.csv", TRADE), tmp_path / "replay", capsys)


def table(printed: str) -> list[str]:
    """The table's lines, without how long it took."""
    lines = printed.splitlines()
    return lines[next(i for i, line in enumerate(lines) if "item revenue" in line) : -1]


def test_the_shops_report_and_the_file_say_the_same(world: World) -> None:
    code, printed = world.replay()
    assert code == 0, printed
    assert "Equal to the penny." in printed
    assert "given back: 17.70 by the shop, 17.70 by the file" in printed
    [whole] = [line for line in table(printed) if line.startswith("all")]
    assert whole.split() == ["all", *("3", "3"), *("4", "4"), *("21", "21"), *("71.25", "71.25")]
    orders = world.shop.admin("GET", "/admin/orders")[1]["data"]
    assert sorted((each["metadata"]["invoice"], each["status"], each["fulfillment_status"]) for each in orders) == [
        ("1", "placed", "shipped"),
        ("2", "canceled", "unfulfilled"),
        ("3", "placed", "shipped"),
    ]
    assert "Of the file's 10 lines, 7 are in the shop." in printed
    [listing] = world.journals.glob("*-skipped.csv")
    with listing.open(newline="") as file:
        assert [(row["line"], row["reason"], row["InvoiceNo"]) for row in csv.DictReader(file)] == [
            ("7", "not_a_product", "4"),
            ("8", "no_country", "5"),
            ("11", "after_the_last_order", "8"),
        ]


def test_another_run_changes_nothing_and_shows_the_same_with_its_journal_or_without(world: World) -> None:
    _, first = world.replay()
    asked = len(world.door.requests)
    code, second = world.replay()
    assert code == 0
    assert table(second) == table(first)
    posted = [path for method, path in world.door.requests[asked:] if method == "POST"]
    assert posted == ["/admin/locations", "/admin/shipping_options"]
    assert world.door.replays == len(posted)

    for journal in world.journals.glob("*.jsonl"):
        journal.unlink()
    code, third = world.replay()
    assert code == 0
    assert table(third) == table(first)
    posted = [path for method, path in world.door.requests[asked:] if method == "POST"]
    assert world.door.replays == len(posted)


def test_a_run_that_was_cut_off_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(buy, "_ship", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            world.replay()
    code, printed = world.replay()
    assert code == 0, printed


def _cut_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_more_orders_later_add_to_the_same_books_but_another_file_does_not(world: World) -> None:
    world.replay(1)
    code, printed = world.replay(4)
    assert code == 0, printed
    [whole] = [line for line in table(printed) if line.startswith("all")]
    assert whole.split()[1:3] == ["4", "4"]
    written(world.path, TRADE[:3])
    with pytest.raises(replaying.OtherFile):
        world.replay()


def test_what_the_shop_refuses_is_said_and_left_out_of_both_sides(world: World) -> None:
    written(world.path, [line | {"CustomerID": line["CustomerID"].replace("12345.0", "no address")} for line in TRADE])
    code, printed = world.replay()
    assert code == 0, printed
    assert "The shop refused 1:\n  2: POST /store/carts was answered 422" in printed
    assert "2  refused by the shop" in printed


def test_an_order_that_waited_too_long_for_its_money_is_placed_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(buy, "_pay", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            world.replay(1)
    world.shop.clock.advance(minutes=40)
    world.shop.pump()
    world.shop.run("orders.expire_unpaid")
    world.shop.pump()
    code, printed = world.replay(1)
    assert code == 0, printed
