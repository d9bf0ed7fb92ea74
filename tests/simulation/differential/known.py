"""Where MiniStack is known to differ from DynamoDB, why that is its error, and what DynamoDB does.

A case is explained by the first row that holds. Rows that explain nothing in a long run are to be taken out. What
DynamoDB does is in its developer guide and API reference, or was seen there by those who test against it: the suites of
ScyllaDB's Alternator and of the DynamoDB conformance project, which run against AWS.
"""

from tests.simulation.differential.cases import Case
from tests.simulation.differential.known_answers import ANSWERS
from tests.simulation.differential.known_refusals import REFUSALS
from tests.simulation.differential.known_row import Known

KNOWN = (*ANSWERS, *REFUSALS)


def known(case: Case) -> Known | None:
    """What explains the difference, if anything does."""
    if case.emulator != "MiniStack":
        return None
    return next((each for each in KNOWN if each.holds(case)), None)
