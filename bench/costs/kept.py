"""How many bytes an order leaves behind it: in tables and their indexes, and in logs."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from bench.costs import prices as p
from bench.costs.calm import CalmShop
from bench.costs.meter import Run
from tests.simulation.dynamodb.values import size_of
from tests.simulation.world import TABLES

OVERHEAD = 100  # bytes that DynamoDB adds to each item that it keeps, in a table and in each index


@dataclass(frozen=True)
class Bytes:
    """lasting: in tables for good, and indexed: in their indexes. passing: what has a time to live, in both."""

    lasting: int = 0
    indexed: int = 0
    passing: int = 0
    logs: int = 0

    def __sub__(self, other: "Bytes") -> "Bytes":
        return Bytes(*(mine - its for mine, its in zip(astuple(self), astuple(other), strict=True)))


def kept(shop: CalmShop) -> Bytes:
    """All that its tables and their indexes have now."""
    lasting = indexed = passing = 0
    for spec in TABLES:
        entries = [index.entries for index in shop.world.db.by_spec[spec.name].indexes.values()]
        for key, item in shop.world.db.items(spec).items():
            size, shown = size_of(item) + OVERHEAD, sum(each[key].size + OVERHEAD for each in entries if key in each)
            if "ttl" in item:
                passing += size + shown
            else:
                lasting, indexed = lasting + size, indexed + shown
    return Bytes(lasting, indexed, passing)


def logged(runs: Iterable[Run]) -> int:
    """Of the runs and of the requests among them."""
    return sum(run.log_bytes + p.LINES_OF_LAMBDA + p.LINE_OF_GATEWAY * run.is_request for run in runs)
