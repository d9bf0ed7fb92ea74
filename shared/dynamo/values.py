"""Python values ⇄ DynamoDB's wire form. Whole numbers, text, truth, lists and maps; floats are refused."""

from typing import Any

Item = dict[str, Any]  # plain values, as the code sees them
Key = dict[str, str]  # {"pk": …, "sk": …}, and an index's own attributes in a page's last key
Wire = dict[str, Any]  # {"S": "…"} and the like, as DynamoDB speaks

NUMBER_MAX = 10**38 - 1  # DynamoDB keeps 38 digits; more would be an error far from its cause


def to_wire(item: Item) -> dict[str, Wire]:
    """An item, or a set of expression values, in DynamoDB's form. Most of it is text, which takes no further call."""
    return {name: {"S": value} if type(value) is str else _to_wire(value) for name, value in item.items()}


def from_wire(wire: dict[str, Wire]) -> Item:
    """The plain values of an item that DynamoDB sent."""
    return {name: value["S"] if "S" in value else _from_wire(value) for name, value in wire.items()}


def _to_wire(value: Any) -> Wire:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": str(value)}
        case int():
            if abs(value) > NUMBER_MAX:
                raise ValueError("a number of more than 38 digits cannot be stored")
            return {"N": str(value)}
        case list() | tuple():
            return {"L": [_to_wire(each) for each in value]}
        case dict():
            return {"M": to_wire(value)}
        case _:
            raise TypeError(f"{type(value).__name__} cannot be stored")


def _from_wire(wire: Wire) -> Any:
    ((kind, value),) = wire.items()
    match kind:
        case "NULL":
            return None
        case "BOOL" | "S":
            return value
        case "N":
            return int(value)
        case "L":
            return [_from_wire(each) for each in value]
        case "M":
            return from_wire(value)
        case _:
            raise TypeError(f"DynamoDB type {kind} is not used here")
