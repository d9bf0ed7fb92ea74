"""Staged reads: each domain says what it needs, one call fetches it all, consistently."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, TypeVarTuple, cast, overload

from shared import clock, ids
from shared.batches import batched
from shared.dynamo.calls import ask
from shared.dynamo.values import Item, Key, Wire, from_wire, to_wire
from shared.errors import NotFound, Unavailable
from shared.table import Index, TableSpec

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
Ts = TypeVarTuple("Ts")

BATCH = 100  # DynamoDB's limit of keys a BatchGetItem
TRIES = 6  # for keys that DynamoDB left unprocessed: with the pauses below about a second in all
PAGE_MAX = 1000  # items a page; a page of DynamoDB ends at 1 MB anyway
LOOKED_MAX = 1000  # items looked through for a page of those that pass a filter; the page after it goes on from there

Place = tuple[TableSpec, str, str]  # a table, pk, sk


@dataclass(frozen=True)
class Read(Generic[T]):
    """Some keys of one table, and how to make of the found items what the caller wants.

    `parse` gets the found items in the order of the keys; None stands for an item that is not there.
    """

    table: TableSpec
    keys: tuple[tuple[str, str], ...]  # (pk, sk)
    parse: Callable[[list[Item | None]], T]
    beside: tuple[Place, ...] = ()  # of other tables, what belongs to it: `parse` gets it behind the rest

    @property
    def places(self) -> tuple[Place, ...]:
        """Where all of it is."""
        return (*((self.table, pk, sk) for pk, sk in self.keys), *self.beside)

    def into(self, parse: Callable[[list[Item | None]], A]) -> "Read[A]":
        """The same items, made into something else."""
        return Read(self.table, self.keys, parse, self.beside)


@overload
def fetch(r1: Read[A], /, *, is_current: bool = True) -> tuple[A]: ...
@overload
def fetch(r1: Read[A], r2: Read[B], /, *, is_current: bool = True) -> tuple[A, B]: ...
@overload
def fetch(r1: Read[A], r2: Read[B], r3: Read[C], /) -> tuple[A, B, C]: ...
@overload
def fetch(r1: Read[A], r2: Read[B], r3: Read[C], r4: Read[D], /) -> tuple[A, B, C, D]: ...
@overload
def fetch(r1: Read[A], r2: Read[B], r3: Read[C], r4: Read[D], r5: Read[E], /) -> tuple[A, B, C, D, E]: ...
def fetch(*reads: Read[Any], is_current: bool = True) -> tuple[Any, ...]:
    """Fetch everything in one strongly consistent BatchGetItem (one per hundred distinct keys).

    is_current: False where nothing is decided by it and an answer of a second ago will do, which costs half.

    The reads of one call are not a snapshot: each item is current, but two items may be of two moments. Decide by the
    conditions of the commit. Parsers run in the order given, so put first what should refuse first.
    """
    places = [place for read in reads for place in read.places]
    tables = {table.physical_name: table for table in dict.fromkeys(table for table, _, _ in places)}
    wanted = list(dict.fromkeys((table.physical_name, pk, sk) for table, pk, sk in places))
    found: dict[tuple[str, str, str], Item] = {}
    for some in batched(wanted, BATCH):
        found |= _batch(tables, some, is_current=is_current)
    return tuple(
        read.parse([found.get((table.physical_name, pk, sk)) for table, pk, sk in read.places]) for read in reads
    )


def required(table: TableSpec, key: tuple[str, str], parse: Callable[[Item], T], what: str) -> Read[T]:
    """What lies at the key. what: it is called in the sentence of the refusal. Raises NotFound."""

    def found(items: list[Item | None]) -> T:
        if items[0] is None:
            raise NotFound(what)
        return parse(items[0])

    return Read(table, (key,), found)


def wholes(
    table: TableSpec, listed: Iterable[Item], parse: Callable[[Item], T], *, is_current: bool = True
) -> list[T | None]:
    """What an index of keys lists, whole and one for one; None for what is not there any more."""
    keys = tuple((item["pk"], item["sk"]) for item in listed)
    read = Read(table, keys, lambda items: [parse(item) if item else None for item in items])
    return fetch(read, is_current=is_current)[0]


def item_of(table: TableSpec, wire: dict[str, Wire]) -> Item:
    """A whole item of the table, of what DynamoDB or its stream sent, in the shape of this release."""
    return table.upgraded(from_wire(wire))


def _batch(
    tables: dict[str, TableSpec], wanted: list[tuple[str, str, str]], *, is_current: bool
) -> dict[tuple[str, str, str], Item]:
    request: dict[str, Any] = {}
    for table, pk, sk in wanted:
        keys = request.setdefault(table, {"Keys": [], "ConsistentRead": is_current})["Keys"]
        keys.append(to_wire({"pk": pk, "sk": sk}))
    found: dict[tuple[str, str, str], Item] = {}
    for attempt in range(TRIES):
        if attempt:
            clock.pause(pause_s(attempt))
        answer = ask("batch_get_item", RequestItems=request)
        for arn, items in answer.get("Responses", {}).items():
            name = _short(arn)
            for item in (item_of(tables[name], wire) for wire in items):
                found[name, item["pk"], item["sk"]] = item
        request = answer.get("UnprocessedKeys") or {}
        if not request:
            return found
    raise Unavailable("The database is busy; try again.")


def _short(table: str) -> str:
    return table.rsplit("/", 1)[-1]  # an answer may name the table by its ARN


def pause_s(attempt: int) -> float:
    """Full jitter: a random share of 50, 100, 200 … milliseconds, at most one second."""
    longest: float = min(0.05 * 2 ** (attempt - 1), 1.0)
    return longest * ids.random_bits(16) / 65536


@dataclass(frozen=True)
class Page:
    """Some items in order, and where the next page starts (None at the end)."""

    items: list[Item]
    next_key: Key | None


def query(
    table: TableSpec,
    partition: str,
    *,
    index: Index | None = None,
    sort: tuple[str, ...] = (),
    newest_first: bool = False,
    limit: int = PAGE_MAX,
    after: Key | None = None,
) -> Page:
    """Up to `limit` items of a partition in sort order; strongly consistent unless it reads an index.

    sort: ("begins_with", "LINE#"), ("between", low, high), ("<", high), (">=", low) and so on, or () for all.
    Ends a page only where `limit` is reached or there is no more, whatever DynamoDB's own pages are.
    """
    items: list[Item] = []
    while len(items) <= limit:  # one more than asked for tells whether there is a next page
        request = _query_request(table, partition, index, sort, newest_first)
        request["Limit"] = limit + 1 - len(items)
        if after:
            request["ExclusiveStartKey"] = to_wire(cast(Item, after))
        answer = ask("query", **request)
        items += (_listed(table, index, wire) for wire in answer["Items"])
        after = from_wire(answer["LastEvaluatedKey"]) if answer.get("LastEvaluatedKey") else None
        if after is None:
            break
    return Page(items[:limit], _key(items[limit - 1], index) if len(items) > limit else None)


def _listed(table: TableSpec, index: Index | None, wire: dict[str, Wire]) -> Item:
    return from_wire(wire) if index and index.keys_only else item_of(table, wire)


def query_kept(
    table: TableSpec,
    partition: str,
    *,
    keep: Callable[[list[Item]], Sequence[T | None]],
    limit: int,
    index: Index | None = None,
    after: Key | None = None,
    looked_max: int = LOOKED_MAX,
    **how: Any,
) -> tuple[list[T], Page]:
    """A page of what `keep` makes of a partition's items, one for one; others come in the place of what it makes None.

    A page is short where the last one is, or where `looked_max` items were looked through; then there is a next one.
    """
    kept: list[T] = []
    items: list[Item] = []
    looked, was_dropped = 0, False
    while True:
        page = query(table, partition, index=index, limit=limit, after=after, **how)
        for item, made in zip(page.items, keep(page.items), strict=True):
            if made is None:
                was_dropped = True
            elif len(kept) == limit:  # there is one more: it begins the next page
                return kept, Page(items, _key(items[-1], index))
            else:
                kept.append(made)
                items.append(item)
        after, looked = page.next_key, looked + len(page.items)
        is_full = len(kept) == limit and not was_dropped
        if after is None or is_full or looked >= looked_max:
            return kept, Page(items, after)


def _key(item: Item, index: Index | None) -> Key:
    names = ["pk", "sk", *((index.partition, index.sort) if index else ())]
    return {name: item[name] for name in names if name}


def query_all(table: TableSpec, partition: str, **how: Any) -> Iterator[Item]:
    """Every item of a partition, page by page, as `query` would give them."""
    after: Key | None = None
    while True:
        page = query(table, partition, after=after, **how)
        yield from page.items
        after = page.next_key
        if after is None:
            return


def _query_request(
    table: TableSpec, partition: str, index: Index | None, sort: tuple[str, ...], newest_first: bool
) -> dict[str, Any]:
    names = {"#pk": index.partition if index else "pk"}
    values: dict[str, Any] = {":pk": partition}
    condition = "#pk = :pk"
    if sort:
        names["#sk"] = (index.sort if index else "sk") or ""
        operator, *bounds = sort
        values |= {f":s{i}": bound for i, bound in enumerate(bounds)}
        condition += " AND " + _sort_condition(operator)
    request: dict[str, Any] = {
        "TableName": table.physical_name,
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": to_wire(values),
        "ScanIndexForward": not newest_first,
        "ConsistentRead": index is None,
    }
    if index:
        request["IndexName"] = index.name
    return request


def _sort_condition(operator: str) -> str:
    match operator:
        case "begins_with":
            return "begins_with(#sk, :s0)"
        case "between":
            return "#sk BETWEEN :s0 AND :s1"
        case "=" | "<" | "<=" | ">" | ">=":
            return f"#sk {operator} :s0"
        case _:
            raise ValueError(f"unknown sort condition {operator}")
