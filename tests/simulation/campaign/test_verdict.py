"""A run passes when nothing was violated and enough happened; a small run shows the first of these only."""

from collections import Counter

from tests.simulation.campaign import must_happen, points, report, tables
from tests.simulation.campaign.points import Coverage, coverage
from tests.simulation.campaign.seeds import Seeds
from tests.simulation.campaign.sums import Failure, Sums
from tests.simulation.campaign.verdict import SEEDS_MIN, SEEDS_TO_COVER, judge
from tests.simulation.faults import possible

WRITE = ("orders.store_api complete_cart", "TransactWriteItems")
READ = ("orders.store_api complete_cart", "GetItem")
ORIGIN = report.Origin("c0de", 0.02, planted=9)
KNOWN = {point: tuple(map(str, possible(point[1]))) for point in (WRITE, READ)}


def a_whole_run() -> Sums:
    """Everything happened, everywhere."""
    made = Counter({(*point, kind): 1 for point, kinds in KNOWN.items() for kind in kinds})
    happened = Counter(dict.fromkeys(must_happen.MUST_HAPPEN | must_happen.ON_THE_WAY, 1))
    return Sums(Seeds.parse(f"1-{SEEDS_TO_COVER}"), happened=happened, made=made, reached=Counter(list(KNOWN)))


def _reasons(sums: Sums) -> tuple[str, ...]:
    return judge(sums, coverage(sums, KNOWN)).reasons


def test_a_run_in_which_all_happened_and_all_held_passes() -> None:
    assert _reasons(a_whole_run()) == ()


def test_one_violation_is_enough() -> None:
    sums = a_whole_run()
    sums.violated["I4"] = 1
    assert _reasons(sums) == ("I4 is violated 1 times",)


def test_what_never_happened_fails_a_run() -> None:
    sums = a_whole_run()
    del sums.happened["late money refunded"]
    assert _reasons(sums) == ("never happened: late money refunded (no money for a dead order went back)",)


def test_a_fault_that_no_call_met_fails_a_run() -> None:
    sums = a_whole_run()
    del sums.made[(*WRITE, "conflict")]
    assert _reasons(sums) == ("never happened: fault: conflict (no call met this fault)",)


def test_too_few_fault_points_fail_a_run() -> None:
    sums = a_whole_run()
    for kind in KNOWN[READ]:
        del sums.made[(*READ, kind)]
    assert _reasons(sums) == ("62.5% of the fault points are covered, not 90%",)


def test_of_a_run_whose_budget_was_spent_early_fewer_fault_points_are_asked() -> None:
    sums = a_whole_run()
    sums.seeds = Seeds.parse(f"1-{SEEDS_MIN}")
    for kind in KNOWN[READ][:4]:
        del sums.made[(*READ, kind)]
    assert _reasons(sums) == ()
    for kind in KNOWN[READ][4:]:
        del sums.made[(*READ, kind)]
    assert _reasons(sums) == ("62.5% of the fault points are covered, not 70%",)


def test_a_run_of_two_codes_proves_nothing() -> None:
    sums = a_whole_run()
    (reason,) = judge(sums, coverage(sums, KNOWN), is_of_one_code=False).reasons
    assert reason.startswith("the code was changed while it ran")


def test_a_small_run_is_not_asked_what_happened() -> None:
    assert _reasons(Sums(Seeds.parse("1-3"))) == ()


def test_coverage_is_measured_against_what_is_known() -> None:
    elsewhere = ("reports.daily_sales", "Query")
    run = Coverage(KNOWN, Counter([WRITE, elsewhere]), Counter({(*WRITE, "slow"): 9, (*elsewhere, "slow"): 1}))
    assert (run.covered, run.total) == (1, 16)
    assert run.new == [elsewhere]


def test_the_least_covered_point_comes_first() -> None:
    run = Coverage(KNOWN, Counter([WRITE]), Counter({(*WRITE, "slow"): 1}))
    assert [point for point, _ in run.least(2)] == [READ, WRITE]


def test_the_list_of_known_points_is_sorted_and_says_what_can_happen_there() -> None:
    known = points.read()
    assert list(known) == sorted(known)
    assert {point: kinds for point, kinds in known.items() if kinds != tuple(map(str, possible(point[1])))} == {}


def test_a_report_shows_every_figure_and_every_failure() -> None:
    sums = a_whole_run()
    sums.violated["I4"] = 1
    sums.failures.append(Failure(17, "I4", "more was refunded than was paid | twice"))
    seen = coverage(sums, {**KNOWN, ("somewhere", "GetItem"): ("slow",)})
    page = tables.page(report.report(sums, seen, judge(sums, seen), ORIGIN))
    assert "| violations                       | 1 " in page
    assert "more was refunded than was paid \\| twice" in page
    assert "python -m tests.simulation --replay 17 --rate 0.02" in page
    assert "94.1% (16 of 17)" in page
    assert all(name in page for name in must_happen.MUST_HAPPEN)
    assert page.endswith("The run fails:\n- I4 is violated 1 times\n")


def test_every_line_of_a_table_has_the_same_length() -> None:
    sums = a_whole_run()
    seen = coverage(sums, KNOWN)
    table = tables.summary(report.report(sums, seen, judge(sums, seen), ORIGIN))
    assert len({len(line) for line in table.splitlines()}) == 1
