"""The in-memory DynamoDB: the operations and the expressions that the shop uses, refused where the real one refuses.

What it does not have is NotSupported, never a silent no-op. It has no chance and no clock of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from shared.table import TableSpec
from tests.simulation.dynamodb.batches import batch_write_item
from tests.simulation.dynamodb.errors import NotSupported, Wire
from tests.simulation.dynamodb.indexes import Key
from tests.simulation.dynamodb.queries import query
from tests.simulation.dynamodb.reads import batch_get_item, get_item
from tests.simulation.dynamodb.scans import scan
from tests.simulation.dynamodb.state import State
from tests.simulation.dynamodb.stream import BY_TTL
from tests.simulation.dynamodb.tables import TableCopy
from tests.simulation.dynamodb.tokens import Done, Tokens
from tests.simulation.dynamodb.transactions import transact_write_items
from tests.simulation.dynamodb.writes import delete_item, put_item, update_item

OPERATIONS: dict[str, Callable[[State, Wire], Wire]] = {
    "GetItem": get_item,
    "BatchGetItem": batch_get_item,
    "Query": query,
    "Scan": scan,
    "PutItem": put_item,
    "UpdateItem": update_item,
    "DeleteItem": delete_item,
    "BatchWriteItem": batch_write_item,
    "TransactWriteItems": transact_write_items,
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All tables at a moment, and the transactions whose tokens were remembered then."""

    tables: Mapping[str, TableCopy]
    tokens: tuple[Done, ...]
    sequence: int

    def items(self, spec: TableSpec) -> Mapping[Key, Wire]:
        """Its items then, by (pk, sk)."""
        return self.tables[spec.name].items


class DynamoDB(State):
    """DynamoDB with these tables. Each table's physical name is read once, here.

    Knobs, to be set at any time:
    on_change: called with each change of an item in a table with a stream, in order, when the whole call is done.
    also_told: tables without a stream, by the spec's name, whose changes it is called with, too.
    index_lag_s: seconds until an index shows a change; drawn for each change and index.
    read_lag_s: how many seconds ago an eventually consistent read of the table shows; drawn for each item or Query.
    page_items: a page of a Query ends here at the latest.
    unprocessed: whether a key or a write of a batch comes back undone; drawn for each.
    """

    def call(self, operation: str, request: Wire) -> Wire:
        """The answer on the wire. Raises AwsError, or NotSupported.

        Nobody may change a request once it is given here, or an answer: both hold the stored items themselves.
        """
        answer = OPERATIONS.get(operation)
        if answer is None:
            raise NotSupported(operation)
        self.spent = {}
        return answer(self, request)

    @property
    def consumed(self) -> dict[str, tuple[float, float]]:
        """The last call's (read units, write units) in each table, its indexes' included."""
        return {
            name: (spent.reads + spent.index_reads, spent.writes + spent.index_writes)
            for name, spent in self.spent.items()
        }

    def items(self, spec: TableSpec) -> Mapping[Key, Wire]:
        """All items of a table by (pk, sk), current and for reading only."""
        return MappingProxyType(self.by_spec[spec.name].items)

    def remove_expired(self, which: Callable[[Key], bool] = lambda _: True) -> int:
        """Remove the items whose time to live is over, as DynamoDB does within days of that. How many there were.

        which: those that it comes to first; the others stay, which it allows itself, too.
        """
        now, removed = self.now(), 0
        self.spent = {}
        for table in self.by_spec.values():
            for key in filter(which, table.over(now)):
                change = self.change(table, key, None, 0)
                removed += 1
                if change is not None:
                    self.tell(replace(change, user=BY_TTL))
        self.spent = {}
        return removed

    def snapshot(self) -> Snapshot:
        """Everything as it is. It stays so, and can be restored any number of times."""
        tables = {name: table.copied() for name, table in self.by_spec.items()}
        return Snapshot(tables, self.tokens.all(), self.sequence)

    def restore(self, then: Snapshot) -> None:
        """Everything as it was. Knobs stay as they are, and reads of before show no other past."""
        for name, table in then.tables.items():
            self.by_spec[name].become(table)
        self.tokens = Tokens(then.tokens)
        self.sequence = then.sequence
