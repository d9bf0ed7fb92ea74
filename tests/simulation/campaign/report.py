"""A run as data: everything that its tables show, and what it was a run of."""

import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.simulation.campaign import fingerprint, must_happen
from tests.simulation.campaign.points import Coverage
from tests.simulation.campaign.sums import Sums
from tests.simulation.campaign.verdict import Verdict

LEAST_COVERED = 20  # points that are listed


@dataclass(frozen=True)
class Origin:
    """What a run was a run of. code: see `fingerprint.code`. planted: bugs that are known to be caught by such runs."""

    code: str
    rate: float
    planted: int = 0


def report(sums: Sums, coverage: Coverage, verdict: Verdict, origin: Origin) -> dict[str, Any]:
    """Of a run, ready for JSON."""
    commit, is_dirty = fingerprint.commit()
    return {
        "commit": commit,
        "dirty": is_dirty,
        "code": origin.code,
        "python": platform.python_version(),
        "rate": origin.rate,
        "planted_bugs_caught": origin.planted,
        "seeds": str(sums.seeds),
        "worlds": len(sums.seeds),
        "fingerprint": sums.fingerprint,
        "orders": sums.orders,
        "faults": sums.faults,
        "lambda_runs": sums.runs,
        "calls": sums.calls,
        "cpu_hours": round(sums.cpu_s / 3600, 3),
        "orders_per_cpu_second": round(sums.orders / sums.cpu_s, 2) if sums.cpu_s else 0.0,
        "good": verdict.is_good,
        "reasons": list(verdict.reasons),
        "violated": dict(sorted(sums.violated.items())),
        "violations": [asdict(failure) for failure in sums.failures],
        "faults_by_kind": dict(sums.faults_by_kind()),
        "faults_by_operation": _by_operation(sums),
        "must_happen": dict(must_happen.counted(sums)),
        "happened": dict(sorted(sums.happened.items())),
        "coverage": _coverage(coverage),
    }


def write(told: dict[str, Any], path: Path) -> None:
    """Keep it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "points": len(coverage.known),
        "pairs": coverage.total,
        "covered": coverage.covered,
        "share": round(coverage.share, 4),
        "new": [list(point) for point in coverage.new],
        "least": [[*point, list(missing)] for point, missing in coverage.least(LEAST_COVERED)],
    }


def _by_operation(sums: Sums) -> dict[str, dict[str, int]]:
    """Operation → kind → how many."""
    table: dict[str, dict[str, int]] = {}
    for (_, operation, kind), count in sorted(sums.made.items()):
        kinds = table.setdefault(operation, {})
        kinds[kind] = kinds.get(kind, 0) + count
    return table
