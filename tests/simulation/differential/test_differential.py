"""Three thousand random calls say the same here and there, or differ by an error of the emulator's that is known."""

import pytest

from tests.simulation.differential.emulators import emulators
from tests.simulation.differential.known import KNOWN
from tests.simulation.differential.requests import MAKERS
from tests.simulation.differential.run import Tally, run
from tests.simulation.differential.spoilers import SPOILERS
from tests.simulation.differential.summary import idle, shown

CALLS = 3_000
SEED = 1


@pytest.fixture(scope="module")
def tally() -> Tally:
    counted = Tally()
    with emulators() as found:
        for _ in run(found, CALLS, SEED, counted):
            pass
    return counted


def test_the_database_of_the_simulation_answers_as_an_emulator_does(tally: Tally) -> None:
    assert not tally.unexplained, "\n\n".join(map(shown, tally.unexplained[:5]))


def test_every_operation_and_every_mistake_was_among_the_calls(tally: Tally) -> None:
    assert tally.operations.total() == CALLS
    assert set(tally.operations) == set(MAKERS)
    assert set(tally.mistakes) >= set(SPOILERS)


def test_calls_succeeded_and_failed_in_every_way(tally: Tally) -> None:
    assert set(tally.outcomes) == {
        "done",
        "ConditionalCheckFailedException",
        "IdempotentParameterMismatchException",
        "ResourceNotFoundException",
        "TransactionCanceledException",
        "ValidationException",
    }
    assert tally.outcomes["done"] > CALLS / 3
    assert min(tally.outcomes.values()) > 5


def test_tables_and_indexes_were_compared_to_their_last_item(tally: Tally) -> None:
    assert tally.items > 100


def test_every_known_difference_says_what_the_real_one_does() -> None:
    assert len({each.name for each in KNOWN}) == len(KNOWN)
    assert all(each.emulator.endswith(".") and each.dynamodb.endswith(".") for each in KNOWN)


def test_only_a_rare_explanation_may_go_unused() -> None:
    assert idle(Tally()) == [each.name for each in KNOWN if not each.is_rare]
    assert [each.name for each in KNOWN if each.is_rare] == ["units of a check of nothing"]
