"""Items that an earlier release wrote, met by a write of this one: they get its shape first, and nothing is lost.

Every write leaves a trace on its item: a put the id of its commit, an update one more of `_updates`. An item whose
traces are as they were read has not been written since.
"""

import dataclasses
from typing import Any

from botocore.exceptions import ClientError

from shared.dynamo.calls import ask, code_of
from shared.dynamo.values import Item, to_wire
from shared.dynamo.writes import ABSENT, PRESENT, SEEN, Write
from shared.table import SCHEMA_VERSION, TableSpec

PROOF = "_commit"
UPDATES = "_updates"
LEFT = "#_updates = if_not_exists(#_updates, :_none) + :_one, #_schema = if_not_exists(#_schema, :_schema)"
IS_PRESENT = "(attribute_not_exists(pk) OR #_schema >= :_schema)"


def as_sent(write: Write) -> Write:
    """The write as DynamoDB gets it: an update leaves its trace, and no condition is asked of an older item."""
    if write.expression:
        write = dataclasses.replace(
            write,
            expression=_also_set(write.expression, LEFT),
            names=write.names | {"#_updates": UPDATES, "#_schema": SCHEMA_VERSION},
            values=write.values | {":_none": 0, ":_one": 1, ":_schema": write.table.schema_version},
        )
    if wants_present(write):
        write = dataclasses.replace(
            write,
            condition=f"({write.condition}) AND {IS_PRESENT}" if write.condition else IS_PRESENT,
            names=write.names | {"#_schema": SCHEMA_VERSION},
            values=write.values | {":_schema": write.table.schema_version},
        )
    return write


def _also_set(expression: str, more: str) -> str:
    if "SET " in expression:
        return expression.replace("SET ", f"SET {more}, ", 1)
    return f"SET {more} {expression}"


def wants_present(write: Write) -> bool:
    """Whether it looks into the item, or changes it in place, so that it must have this release's shape.

    A put over a version that was seen does not: the next version is whole, and in this shape.
    """
    return bool(write.table.upgrades) and write.condition not in (ABSENT, SEEN)


def rewrite(table: TableSpec, found: Item) -> bool:
    """Change an older item into this release's shape, unless it was written since it was found. Gives whether it was.

    The traces stay: nothing else has become of it, and a commit whose answer was lost still finds its proof.
    """
    upgraded = table.upgraded(found)
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    conditions = [PRESENT]
    for place, attribute in enumerate((PROOF, UPDATES, SCHEMA_VERSION)):
        names[f"#t{place}"] = attribute
        if attribute in found:
            conditions.append(f"#t{place} = :t{place}")
            values[f":t{place}"] = found[attribute]
        else:
            conditions.append(f"attribute_not_exists(#t{place})")
    sets, removes = [], []
    for place, attribute in enumerate(found | upgraded):
        name, value = f"#n{place}", f":n{place}"
        if attribute not in upgraded:
            removes.append(name)
        elif attribute not in found or found[attribute] != upgraded[attribute]:
            sets.append(f"{name} = {value}")
            values[value] = upgraded[attribute]
        else:
            continue
        names[name] = attribute
    request = {
        "TableName": table.physical_name,
        "Key": to_wire({"pk": found["pk"], "sk": found["sk"]}),
        "UpdateExpression": "SET " + ", ".join(sets) + (" REMOVE " + ", ".join(removes) if removes else ""),
        "ConditionExpression": " AND ".join(conditions),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": to_wire(values),
    }
    try:
        ask("update_item", **request)
    except ClientError as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise
        return False
    return True
