"""What all operations share: the tables, the knobs, what the last call cost, and how a change is made."""

from collections.abc import Callable, Iterable

from shared.table import TableSpec
from tests.simulation.dynamodb.capacity import Spent
from tests.simulation.dynamodb.errors import NoTable, NotSupported, Wire
from tests.simulation.dynamodb.history import KEPT_S
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.stream import StreamRecord, record
from tests.simulation.dynamodb.tables import Table
from tests.simulation.dynamodb.tokens import Tokens


class State:
    """Tables, knobs and the change of an item. now: seconds since the epoch."""

    def __init__(self, specs: Iterable[TableSpec], now: Callable[[], float]) -> None:
        self.now = now
        self.tables = {table.name: table for table in map(Table, specs)}
        self.by_spec = {table.spec.name: table for table in self.tables.values()}
        self.tokens = Tokens()
        self.spent: dict[str, Spent] = {}
        self.sequence = 0  # of stream records
        self.on_change: Callable[[StreamRecord], None] | None = None
        self.index_lag_s: Callable[[], float] | None = None
        self.read_lag_s: Callable[[], float] | None = None
        self.page_items: int | None = None
        self.unprocessed: Callable[[], bool] | None = None
        self.also_told: frozenset[str] = frozenset()

    def table(self, name: str) -> Table:
        """Raises AwsError where there is none of that name."""
        table = self.tables.get(name)
        if table is None:
            raise NoTable
        return table

    def costs(self, table: str) -> Spent:
        """What the call has cost in this table so far."""
        spent = self.spent.get(table)
        if spent is None:
            spent = self.spent[table] = Spent()
        return spent

    def change(self, table: Table, key: Key, new: Wire | None, size: int) -> StreamRecord | None:
        """Make the item this, and None no item; the record of it, to be told once all of the call is done."""
        old = table.items.get(key)
        if old == new:
            return None
        now = self.now()
        if self.read_lag_s is not None:
            table.history.note(now, key, old)
        units = table.store(key, new, size, now, self.index_lag_s)
        if units:
            self.costs(table.name).add_index_writes(units)
        if self.on_change is None or not (table.spec.says or table.spec.name in self.also_told):
            return None
        self.sequence += 1
        return record(table, key, (old, new), self.sequence, now)

    def tell(self, change: StreamRecord | None) -> None:
        """Tell of a change, where there was one and somebody listens."""
        if change is not None and self.on_change is not None:
            self.on_change(change)

    def moment_read(self) -> float | None:
        """As of when an eventually consistent read is answered, None for now."""
        if self.read_lag_s is None:
            return None
        lag = self.read_lag_s()
        if not 0 <= lag <= KEPT_S:
            raise ValueError(f"a read lags 0 to {KEPT_S} seconds, not {lag}")
        return self.now() - lag if lag else None


def only(request: Wire, members: frozenset[str], operation: str) -> None:
    """Raises NotSupported where the request says something that would be ignored here."""
    if not request.keys() <= members:
        raise NotSupported(f"{', '.join(sorted(request.keys() - members))} in {operation}")
