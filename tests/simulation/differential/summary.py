"""The summary of a run: calls by operation, outcome and the mistake put in, and differences by their reason."""

import json
from collections import Counter

from tests.simulation.differential.answers import differences
from tests.simulation.differential.cases import Case
from tests.simulation.differential.known import KNOWN
from tests.simulation.differential.run import Tally

SHOWN = 20  # unexplained differences in full
WIDTH = 600  # characters of each part
PLACES = 4  # that differ, of each


def summary(tally: Tally) -> str:
    """A text of tables."""
    told = [
        _table("calls", tally.operations),
        _table("outcomes", tally.outcomes),
        _table("mistakes put in", tally.mistakes),
        _explained(tally),
        f"items compared at the ends of chunks: {tally.items}",
        f"unexplained differences: {len(tally.unexplained)}",
        *map(shown, tally.unexplained[:SHOWN]),
    ]
    if idle(tally):
        told.append(f"reasons that explained nothing: {', '.join(idle(tally))}")
    return "\n\n".join(told)


def idle(tally: Tally) -> list[str]:
    """The reasons that explained nothing, besides those that are rare."""
    return [each.name for each in KNOWN if not tally.explained[each.name] and not each.is_rare]


def _explained(tally: Tally) -> str:
    rows = [
        f"{tally.explained[each.name]:>9}  {each.name}: {each.emulator} DynamoDB: {each.dynamodb}" for each in KNOWN
    ]
    return "\n".join([f"differences that are the emulator's errors: {tally.explained.total()}", *rows])


def _table(title: str, counts: Counter[str]) -> str:
    rows = [f"{count:>9}  {name}" for name, count in counts.most_common()]
    return "\n".join([f"{title}: {counts.total()}", *rows])


def shown(case: Case) -> str:
    """A difference in full, as far as it fits."""
    places = list(differences(case.ours.body, case.theirs.body))[:PLACES]
    lines = [
        f"{case.emulator}: {case.operation} {json.dumps(case.request, ensure_ascii=False)[:WIDTH]}",
        f"  ours    {case.ours.code} {case.ours.message[:WIDTH]}",
        f"  theirs  {case.theirs.code} {case.theirs.message[:WIDTH]}",
        *(f"  at {place}: {str(mine)[:WIDTH]} and {str(yours)[:WIDTH]}" for place, mine, yours in places),
    ]
    return "\n".join(lines)
