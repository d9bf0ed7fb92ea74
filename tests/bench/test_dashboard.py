"""The figures of the dashboard, as its page shows them."""

from bench.dashboard import Listing, Visit, shown


def test_what_a_page_took_has_a_line() -> None:
    visit = Visit("home", requests=7, transfer=390_400, paint_ms=1500, usable_ms=1960, long_tasks=[60, 70.4])
    page = shown([visit], [Listing("page 2", 1, 0, 25, 1_400, 240)], 10_000)
    assert "| home | 7 | 0 | 390 kB | 1.5 s | 2.0 s | 2, 130 ms |" in page
    assert "## 10,000 orders" in page
    assert "| page 2 | 1 | 0 | 25 | 1400 | 0.2 s |" in page
