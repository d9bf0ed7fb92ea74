"""A row of the tables of known differences."""

from dataclasses import dataclass

from tests.simulation.differential.cases import Holds


@dataclass(frozen=True)
class Known:
    """name: for the summary. emulator, dynamodb: what each does. holds: whether a case is of this kind."""

    name: str
    emulator: str
    dynamodb: str
    holds: Holds
