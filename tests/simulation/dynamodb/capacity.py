"""What calls cost, in read and write units, by the rules of DynamoDB's developer guide."""

from dataclasses import dataclass, field
from typing import Literal

from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.limits import READ_UNIT_BYTES, WRITE_UNIT_BYTES

SHOWN = ("NONE", "TOTAL", "INDEXES")
TRANSACTIONAL = 2  # every item is prepared and committed


def write_units(size: int) -> int:
    """For an item of this size: a unit for each KB begun, and one for none at all."""
    return -(-size // WRITE_UNIT_BYTES) or 1


def read_units(size: int, is_consistent: bool) -> float:
    """For items of this size together: a unit for each 4 KB begun, half of it where the answer may be stale."""
    units = -(-size // READ_UNIT_BYTES) or 1
    return float(units) if is_consistent else units / 2


@dataclass(slots=True)
class Spent:
    """What one call has cost in one table, and in its indexes."""

    reads: float = 0.0
    writes: float = 0.0
    indexes: dict[str, float] = field(default_factory=dict)
    index_reads: float = 0.0
    index_writes: float = 0.0

    def add_index_writes(self, units: dict[str, int]) -> None:
        """What keeping up the indexes has cost."""
        for name, each in units.items():
            self.indexes[name] = self.indexes.get(name, 0.0) + each
            self.index_writes += each

    def add_index_reads(self, name: str, units: float) -> None:
        """What reading an index has cost."""
        self.indexes[name] = self.indexes.get(name, 0.0) + units
        self.index_reads += units


def shown_in(request: Wire) -> str | None:
    """How the request wants its cost shown, None where it does not. Raises AwsError where it says so wrongly."""
    wanted: str | None = request.get("ReturnConsumedCapacity")
    if wanted is None or wanted == "NONE":
        return None
    if wanted not in SHOWN:
        told = f"Value '{wanted}' at 'returnConsumedCapacity' failed to satisfy constraint: "
        raise invalid(f"1 validation error detected: {told}Member must satisfy enum value set: [INDEXES, TOTAL, NONE]")
    return wanted


def told(table: str, spent: Spent, how: str, split: Literal["", "Read", "Write"] = "") -> Wire:
    """The cost as an answer tells it. split: a transaction names its units' kind besides."""
    own = spent.reads + spent.writes
    shown = _units(own + spent.index_reads + spent.index_writes, split) | {"TableName": table}
    if how == "INDEXES":
        shown["Table"] = _units(own, split)
        if spent.indexes:
            shown["GlobalSecondaryIndexes"] = {name: _units(units, split) for name, units in spent.indexes.items()}
    return shown


def _units(units: float, split: str) -> Wire:
    return {"CapacityUnits": units, f"{split}CapacityUnits": units}
