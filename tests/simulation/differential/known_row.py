"""A row of the tables of known differences."""

from dataclasses import dataclass

from tests.simulation.differential.cases import Holds


@dataclass(frozen=True)
class Known:
    """name: for the summary. emulator, dynamodb: what each does. holds: whether a case is of this kind.

    is_rare: met about once in two hundred thousand calls, so that a run may do without it.
    """

    name: str
    emulator: str
    dynamodb: str
    holds: Holds
    is_rare: bool = False
