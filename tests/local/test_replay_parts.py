"""The replay's parts: many at once, how far it has come, what it remembers, what it shows."""

import io
import json
import threading
from pathlib import Path

import pytest

from local.paths import ENDPOINTS
from local.process import Failed
from local.replay import __main__ as replaying
from local.replay import crew, shop
from local.replay.figures import Books, Figures
from local.replay.journal import Journal
from local.replay.progress import Progress
from local.replay.show import comparison, pounds, reasons, refusals
from local.replay.trade_file import Reason, Skipped


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestCrew:
    def test_every_thing_goes_through_every_stage(self) -> None:
        seen: set[int] = set()
        crew.each("things", range(20), lambda n: n * 2, seen.add, at_once=4)
        assert seen == set(range(0, 40, 2))

    def test_what_a_stage_is_done_with_does_not_reach_the_next(self) -> None:
        seen: list[int] = []
        crew.each("things", range(6), lambda n: n if n % 2 else None, seen.append, at_once=2)
        assert sorted(seen) == [1, 3, 5]

    def test_a_slow_second_stage_does_not_hold_up_the_first(self) -> None:
        all_begun, begun = threading.Event(), []

        def first(n: int) -> int:
            begun.append(n)
            if len(begun) == 4:
                all_begun.set()
            return n

        crew.each("things", range(4), first, lambda _: all_begun.wait(5), at_once=1)
        assert all_begun.is_set()

    def test_the_first_failure_ends_it_and_nobody_waits_on(self) -> None:
        done: list[int] = []

        def work(n: int) -> None:
            if n == 0:
                raise ValueError("no")
            crew.pause(30)
            done.append(n)

        with pytest.raises(ValueError, match="no"):
            crew.each("things", range(9), work, at_once=3)
        assert done == []

    def test_nothing_to_do_is_done_at_once(self) -> None:
        crew.each("things", [], print, at_once=3)


class TestProgress:
    def test_on_a_terminal_it_is_one_line(self) -> None:
        out = Terminal()
        with Progress("orders", 2, out) as progress:
            progress.step()
            progress.step()
        assert out.getvalue().count("\n") == 1
        assert out.getvalue().endswith("2 of 2\n")

    def test_elsewhere_it_is_a_line_for_every_tenth(self) -> None:
        out = io.StringIO()
        with Progress("orders", 100, out) as progress:
            for _ in range(100):
                progress.step()
        assert len(out.getvalue().splitlines()) == 10

    def test_of_nothing_it_says_nothing(self) -> None:
        out = Terminal()
        with Progress("orders", 0, out):
            pass
        assert out.getvalue() == ""


class TestJournal:
    def test_it_remembers(self, tmp_path: Path) -> None:
        journal = Journal(tmp_path / "a" / "j.jsonl")
        journal.product("prod_1", "85123A", {"85123A-255": "var_1"})
        journal.receipt("85123A-255-1")
        journal.order("536365", "order_1", "2026-11-22T12:00:00.000Z")
        journal.finish("536365")
        journal.refund("C1-536365")
        journal.match({7: "536365"})
        journal.match({7: "536365"})
        again = Journal(tmp_path / "a" / "j.jsonl")
        for each in (journal, again):
            assert each.variants == {"85123A-255": "var_1"}
            assert each.labels == {"prod_1": "85123A"}
            assert each.received == {"85123A-255-1"}
            assert each.orders == {"536365": "order_1"}
            assert each.days == {"2026-11-22"}
            assert each.finished == {"536365"}
            assert each.refunded == {"C1-536365"}
            assert each.matched == {7: "536365"}
        assert len((tmp_path / "a" / "j.jsonl").read_text().splitlines()) == 6

    def test_a_line_that_was_cut_off_is_dropped_and_written_anew(self, tmp_path: Path) -> None:
        path = tmp_path / "j.jsonl"
        path.write_text('{"finished": "1"}\n{"finis')
        journal = Journal(path)
        assert journal.finished == {"1"}
        journal.finish("2")
        assert [json.loads(line)["finished"] for line in path.read_text().splitlines()] == ["1", "2"]


def books(**by_product: int) -> Books:
    made = Books()
    for code, revenue in by_product.items():
        for figures in (made.all, made.by_country["GB"], made.by_product[code]):
            figures.add(Figures(1, 1, 1, revenue))
    return made


class TestShow:
    def test_equal_books_are_equal_to_the_penny(self) -> None:
        printed = list(comparison(books(A=100), books(A=100)))
        assert printed[-1] == "Equal to the penny."
        assert not any("≠" in line for line in printed)

    def test_a_penny_is_a_difference_and_is_shown_where_it_is(self) -> None:
        printed = list(comparison(books(A=100, B=50), books(A=100, B=51)))
        marked = [line.split()[0] for line in printed if line.endswith("≠")]
        assert marked == ["all", "GB", "B"]
        assert printed[-1].startswith("THE SHOP AND THE FILE DIFFER")

    def test_only_the_best_sellers_are_shown_and_every_product_that_differs(self) -> None:
        many = {f"P{n:02}": 1000 - n for n in range(20)}
        printed = "\n".join(comparison(books(**many), books(**many | {"P19": 1})))
        assert "P09" in printed
        assert "P10" not in printed
        assert "P19" in printed
        assert "and 9 more, each equal" in printed

    def test_what_was_given_back_is_compared_too(self) -> None:
        shop_books = books(A=100)
        shop_books.refunded["GB"] = 1
        assert any(
            line.startswith("given back") and line.endswith("≠") for line in comparison(shop_books, books(A=100))
        )

    def test_reasons_are_counted_and_refusals_told(self) -> None:
        printed = list(reasons([Skipped(2, Reason.NO_PRICE), Skipped(5, Reason.NO_PRICE)], 3))
        assert printed == ["Of the file's 5 lines, 3 are in the shop. The others:", "        2  no price"]
        assert list(refusals({})) == []
        assert list(refusals({"1": "out of stock"})) == ["The shop refused 1:", "  1: out of stock"]

    def test_pence_are_shown_as_pounds(self) -> None:
        assert [pounds(pence) for pence in (0, 5, 123_405, -150)] == ["0.00", "0.05", "1,234.05", "-1.50"]


class TestEndpoints:
    @pytest.fixture
    def left(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        path = tmp_path / ENDPOINTS.name
        monkeypatch.setattr(shop, "ENDPOINTS", path)
        return path

    def test_no_shop_is_running_where_none_has_left_its_endpoints(self, left: Path) -> None:
        assert not left.exists()
        assert shop.running_endpoints() is None

    def test_a_shop_that_has_ended_is_not_running(self, left: Path) -> None:
        left.write_text(json.dumps({"pid": 2**22 + 1, "cloud": "http://127.0.0.1:9"}))
        assert shop.running_endpoints() is None

    def test_endpoints_that_cannot_be_read_are_told(self, left: Path) -> None:
        left.write_text("{")
        with pytest.raises(Failed, match="cannot be read"):
            shop.running_endpoints()


def test_a_file_that_is_not_there_is_told_before_a_shop_is_started(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replaying.main([str(tmp_path / "nothing.csv")]) == 1
    assert replaying.main(["--file", str(tmp_path)]) == 1
    assert "nothing.csv" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], [""], ["x.csv", "--orders", "0"], ["x.csv", "--buyers", "0"]])
def test_without_a_file_or_anything_to_do_it_says_how_it_is_used(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        replaying.main(arguments)
    assert "name a FILE" in capsys.readouterr().err
