"""A report to read: tables in Markdown, which a terminal shows as well."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.simulation.campaign.replay import command
from tests.simulation.campaign.verdict import SEEDS_MIN
from tests.simulation.faults import Fault

OPENING = "Written by `make simulate`. [README.md](README.md) says what the words mean."
FAILURES_SHOWN = 20  # one of each kind for each seed
TEXT_SHOWN = 160  # characters of a violation
LEFT, RIGHT = ":--", "--:"


def rendered(told: dict[str, Any]) -> str:
    """The whole report."""
    parts = [summary(told), *_violations(told), *_faults(told), *_counters(told), *_coverage(told)]
    return "\n\n".join(parts) + "\n"


def page(told: dict[str, Any]) -> str:
    """The whole report as a page of its own."""
    return f"# The simulated shop: a run\n\n{OPENING}\n\n{rendered(told)}\n{verdict(told)}\n"


def summary(told: dict[str, Any]) -> str:
    """One table of the figures that matter."""
    coverage = told["coverage"]
    rows = [
        ("worlds", f"{told['worlds']:,} (seeds {told['seeds']})"),
        ("orders", f"{told['orders']:,}"),
        ("faults", f"{told['faults']:,}"),
        ("runs of Lambdas", f"{told['lambda_runs']:,}"),
        ("calls", f"{told['calls']:,}"),
        ("violations", f"{sum(told['violated'].values()):,}"),
        ("fault points covered", f"{coverage['share']:.1%} ({coverage['covered']:,} of {coverage['pairs']:,})"),
        ("planted bugs caught", f"{told['planted_bugs_caught']} ([by whom](planted/TABLE.md))"),
        ("orders per CPU-second", f"{told['orders_per_cpu_second']:.1f}"),
        ("CPU hours", f"{told['cpu_hours']:.2f}"),
        ("Python", told["python"]),
        ("commit", _commit(told)),
        ("code", told["code"]),
        ("fingerprint of all that happened", told["fingerprint"]),
    ]
    return _table(("run", ""), rows, (LEFT, LEFT))


def verdict(told: dict[str, Any]) -> str:
    """The last lines: whether it stands, and why not."""
    if told["good"] and told["worlds"] < SEEDS_MIN:
        return f"Nothing was violated. A run of fewer than {SEEDS_MIN} seeds shows no more than that."
    if told["good"]:
        return "Nothing was violated, and all happened that must."
    return "\n".join(["The run fails:", *(f"- {reason}" for reason in told["reasons"])])


def _violations(told: dict[str, Any]) -> Iterator[str]:
    if not told["violated"]:
        return
    yield _table(
        ("violated", "times"), [(name, f"{count:,}") for name, count in told["violated"].items()], (LEFT, RIGHT)
    )
    first = {(each["seed"], each["invariant"]): each["what"] for each in reversed(told["violations"])}
    rows = [
        (str(seed), invariant, _short(what), _code(command(seed, told["rate"])))
        for (seed, invariant), what in sorted(first.items())[:FAILURES_SHOWN]
    ]
    yield _table(("seed", "violates", "what", "replay"), rows, (RIGHT, LEFT, LEFT, LEFT))


def _faults(told: dict[str, Any]) -> Iterator[str]:
    kinds = [str(kind) for kind in Fault]
    rows = [
        (operation, *(f"{counts.get(kind, 0):,}" for kind in kinds))
        for operation, counts in told["faults_by_operation"].items()
    ]
    rows.append(("all", *(f"{told['faults_by_kind'][kind]:,}" for kind in kinds)))
    yield _table(("faults", *kinds), rows, (LEFT, *(RIGHT for _ in kinds)))


def _counters(told: dict[str, Any]) -> Iterator[str]:
    rows = [(name, f"{count:,}") for name, count in told["must_happen"].items() if not name.startswith("fault: ")]
    yield _table(("must happen", "times"), rows, (LEFT, RIGHT))


def _coverage(told: dict[str, Any]) -> Iterator[str]:
    coverage = told["coverage"]
    if coverage["least"]:
        rows = [(place, operation, ", ".join(kinds)) for place, operation, kinds in coverage["least"]]
        yield _table(("least covered: place", "operation", "never met"), rows, (LEFT, LEFT, LEFT))
    if coverage["new"]:
        rows = [tuple(point) for point in coverage["new"]]
        yield _table(("new: place", "operation"), rows, (LEFT, LEFT))
        yield "New points are not in points.tsv. After a change of the code, 400 seeds with `--write-points` renew it."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], sides: Sequence[str]) -> str:
    lines = [[str(cell).replace("|", "\\|") for cell in row] for row in (head, *rows)]
    widths = [max(3, *(len(line[column]) for line in lines)) for column in range(len(head))]
    rule = [side.replace("--", "-" * (width - 1)) for side, width in zip(sides, widths, strict=True)]
    padded = [
        [
            cell.rjust(width) if side == RIGHT else cell.ljust(width)
            for cell, width, side in zip(line, widths, sides, strict=True)
        ]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:]))


def _commit(told: dict[str, Any]) -> str:
    return f"{told['commit'][:12]}{' with changes' if told['dirty'] else ''}" if told["commit"] else "none"


def _short(text: str) -> str:
    line = text.strip().splitlines()[-1] if text.strip() else ""
    return line if len(line) <= TEXT_SHOWN else f"{line[:TEXT_SHOWN]}…"


def _code(text: str) -> str:
    return f"`{text}`"
