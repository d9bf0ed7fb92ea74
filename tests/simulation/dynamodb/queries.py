"""Query: a partition of a table or an index, or a range of it, page by page."""

from tests.simulation.dynamodb.capacity import read_units, shown_in, told
from tests.simulation.dynamodb.errors import Wire, invalid
from tests.simulation.dynamodb.indexes import IndexData
from tests.simulation.dynamodb.limits import PAGE_BYTES_MAX
from tests.simulation.dynamodb.plans import Plan, plan_of
from tests.simulation.dynamodb.selections import Asked, Selection, asked_of, select
from tests.simulation.dynamodb.state import State, only
from tests.simulation.dynamodb.tables import Table

QUERY = frozenset(
    {
        "TableName",
        "IndexName",
        "KeyConditionExpression",
        "FilterExpression",
        "ExpressionAttributeNames",
        "ExpressionAttributeValues",
        "ScanIndexForward",
        "ConsistentRead",
        "Limit",
        "ExclusiveStartKey",
        "ReturnConsumedCapacity",
    }
)


def query(state: State, request: Wire) -> Wire:
    """A page of items in order, and where the next one starts unless this one met the end."""
    only(request, QUERY, "Query")
    how = shown_in(request)
    plan, values = plan_of(request)
    table = state.table(request["TableName"])
    index = _index(table, request)
    if plan is None or not plan.keys:
        raise invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    asked = asked_of(index, plan, values, request)
    selection = select(state, table, index, asked)
    items, last, size = _page(state, selection, asked, request)
    answer = answered(items, plan, values)
    if last is not None:
        answer["LastEvaluatedKey"] = {name: last[name] for name in asked.key_names}
    _charge(state, table, index, read_units(size, asked.is_consistent))
    if how:
        answer["ConsumedCapacity"] = told(table.name, state.costs(table.name), how)
    return answer


def _index(table: Table, request: Wire) -> IndexData | None:
    name = request.get("IndexName")
    if name is None:
        return None
    if name not in table.indexes:
        raise invalid(f"The table does not have the specified index: {name}")
    if request.get("ConsistentRead") is True:
        raise invalid("Consistent reads are not supported on global secondary indexes")
    return table.indexes[name]


def _page(state: State, selection: Selection, asked: Asked, request: Wire) -> tuple[list[Wire], Wire | None, int]:
    """The items, the last one where there may be more, and the bytes of all."""
    most = most_of(state, request)
    items: list[Wire] = []
    total = 0
    look = selection.look
    places, positions = selection.places, range(selection.start, selection.end)
    for position in positions if asked.is_forward else reversed(positions):
        item, size = look(places[position])
        items.append(item)
        total += size
        if len(items) == most or total >= PAGE_BYTES_MAX:
            return items, item, total
    return items, None, total


def most_of(state: State, request: Wire) -> int | None:
    """The items of a page: as asked for, and as the simulation has it."""
    limit: int | None = request.get("Limit")
    if limit is not None and limit < 1:
        told = f"Value '{limit}' at 'limit' failed to satisfy constraint"
        raise invalid(f"1 validation error detected: {told}: Member must have value greater than or equal to 1")
    if state.page_items is None:
        return limit
    return state.page_items if limit is None else min(limit, state.page_items)


def answered(items: list[Wire], plan: Plan | None, values: Wire) -> Wire:
    """A page: what the filter leaves of these items."""
    holds = plan.filter if plan else None
    kept = items if holds is None else [item for item in items if holds(item, values)]
    return {"Items": kept, "Count": len(kept), "ScannedCount": len(items)}


def _charge(state: State, table: Table, index: IndexData | None, units: float) -> None:
    spent = state.costs(table.name)
    if index is None:
        spent.reads += units
    else:
        spent.add_index_reads(index.index.name, units)
