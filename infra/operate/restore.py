"""Tables as they were at a moment: restored beside the live ones, compared, and what is missing or wrong put back.

A table's name is pinned, since everything finds it by its name, and a table cannot be renamed. So nothing is pointed
elsewhere: the items are put back into the live table, while the shop is paused.
"""

import re
import time
from datetime import UTC, datetime
from typing import Annotated, Literal

from cyclopts import App, Parameter

from infra.operate.export import items
from infra.operate.pause import paused_since
from infra.operate.place import TABLES, Mistake, Place, Refusal, now
from infra.operate.sides import Difference, Key, Side, difference, side
from infra.operate.telling import HERE, At, Row, Yes, counted, moment, table
from shared.dynamo.values import to_wire

STAMP = re.compile(r"\d{14}")
LOOK_S = 15  # a restore takes ten minutes at the least, and hours for large tables
SECONDS = "%Y-%m-%dT%H:%M:%SZ"  # finer AWS does not restore
KEYS_MAX = 1000  # of each kind and table, told to programs

RESTORED = tuple(name for name, spec in TABLES.items() if spec.recovery_days is None)  # keys of the erased stay away

app = App(name="restore", help="Tables as they were at a moment, beside the live ones, and back in them.")
Stamp = Annotated[str, Parameter(help="Of the restored tables, as `restore begin` and `restore list` tell it.")]
Tables = Annotated[list[str] | None, Parameter(name="--table", help="This table only; may be said several times.")]


@app.command
def begin(
    *,
    to: Annotated[str | None, Parameter(help="The moment, such as 2026-11-29T08:00Z; up to 35 days back.")] = None,
    latest: Annotated[
        bool, Parameter(negative="", help="The last moment that AWS has of all of them, some five minutes ago.")
    ] = False,
    tables: Tables = None,
    at: At = HERE,
) -> None:
    """Restore the tables, all to the same moment, beside the live ones, and wait until they are there.

    All but `people`, whose keys would open again what was erased.

    The live ones and the shop are not touched. Ctrl-C ends the waiting, not the restoring.

    `storewright restore begin --to 2026-11-29T08:00Z --stage prod`
    """
    if (to is None) != latest:
        raise Mistake("Say --to and a moment, or --latest.")
    wanted = None if to is None else _past(moment(to))
    place, stamp = at.place(), f"{now():%Y%m%d%H%M%S}"
    names = tables or list(RESTORED)
    to_have = _moment(place, names, wanted)
    for name in names:
        place.client("dynamodb").restore_table_to_point_in_time(
            SourceTableName=place.table(name), TargetTableName=_beside(place, name, stamp), RestoreDateTime=to_have
        )
    for name in names:
        _wait(place, _beside(place, name, stamp))
    at.tell(
        {"stamp": stamp, "moment": f"{to_have:{SECONDS}}", "tables": names},
        f"{counted(len(names), 'table')} as of {to_have:{SECONDS}}; `storewright restore compare {stamp}`.",
    )


@app.command(name="list")
def list_restored(*, at: At = HERE) -> None:
    """The restored tables that are there, or on their way.

    `storewright restore list --stage prod`
    """
    place = at.place()
    rows: list[Row] = [
        {"stamp": stamp, "table": name, "state": _state(place, _beside(place, name, stamp))}
        for name, stamp in _restored(place)
    ]
    at.tell(rows, table("Restored tables", rows))


@app.command
def compare(stamp: Stamp, *, at: At = HERE) -> None:
    """The restored tables beside the live ones: what is only in one, what differs, and the sums of the books.

    `storewright restore compare 20261129081500 --stage prod`
    """
    place = at.place()
    found = {name: _sides(place, name, stamp) for name in _of(place, stamp)}
    differences = {name: difference(*both) for name, both in found.items()}
    rows: list[Row] = [
        {
            "table": name,
            "live": len(live.marks),
            "restored": len(restored.marks),
            "missing": len(differences[name].missing),
            "newer": len(differences[name].newer),
            "changed": len(differences[name].changed),
        }
        for name, (live, restored) in found.items()
    ]
    books = _books(found)
    at.tell(
        {"tables": rows, "books": books, "keys": {name: _keys(each) for name, each in differences.items()}},
        table("Tables", rows),
        table("Books", books),
        "missing: only in the restored table. newer: only in the live one. changed: in both, and not the same.",
    )


@app.command
def switch(
    stamp: Stamp,
    *,
    put_back: Annotated[
        Literal["missing", "all"],
        Parameter(help="missing: what the live table lacks. all: it becomes as the restored one, what is newer goes."),
    ],
    tables: Tables = None,
    within: Annotated[str, Parameter(help="Only items whose partition begins so, such as ORDER#order_01KB6Z….")] = "",
    yes: Yes = False,
    at: At = HERE,
) -> None:
    """Put the restored items back into the live tables. The shop must be paused.

    `storewright restore switch 20261129081500 --put-back missing --stage prod`

    `storewright restore switch 20261129081500 --put-back all --table catalog --stage prod`
    """
    place = at.place()
    names = [name for name in _of(place, stamp) if not tables or name in tables]
    if not paused_since(place):
        raise Refusal(f"{place.stage.name} runs: pause it first, `storewright pause`.")
    at.confirm(f"Put back {put_back} into {', '.join(names)} of {place.stage.name}?", yes=yes)
    rows: list[Row] = []
    for name in names:
        told = difference(*_sides(place, name, stamp))
        rows.append({"table": name, **_put_back(place, name, stamp, _wanted(told, put_back, within))})
    at.tell(rows, table("Put back", rows), f"Look once more, `storewright restore compare {stamp}`, then `resume`.")


@app.command
def forget(stamp: Stamp, *, yes: Yes = False, at: At = HERE) -> None:
    """Delete the restored tables. The live ones are not touched.

    `storewright restore forget 20261129081500 --stage prod`
    """
    place = at.place()
    names = [_beside(place, name, stamp) for name in _of(place, stamp)]
    at.confirm(f"Delete {', '.join(names)}?", yes=yes)
    for name in names:
        place.client("dynamodb").delete_table(TableName=name)
    at.tell({"deleted": names}, f"{counted(len(names), 'table')} deleted.")


def _past(told: datetime) -> datetime:
    if told >= now():
        raise Mistake("The moment must be past.")
    return told


def _moment(place: Place, names: list[str], wanted: datetime | None) -> datetime:
    """The moment that all the tables can be had of, the last one where none is wanted. Raises Refusal."""
    dynamodb = place.client("dynamodb")
    earliest: list[datetime] = []
    latest: list[datetime] = []
    for name in names:
        told = dynamodb.describe_continuous_backups(TableName=place.table(name))["ContinuousBackupsDescription"]
        recovery = told.get("PointInTimeRecoveryDescription", {})
        if recovery.get("PointInTimeRecoveryStatus") != "ENABLED":
            raise Refusal(f"The table {name} has no point-in-time recovery.")
        earliest.append(recovery["EarliestRestorableDateTime"].astimezone(UTC))
        latest.append(recovery["LatestRestorableDateTime"].astimezone(UTC))
    first, last = max(earliest), min(latest)
    if wanted is None:
        return last
    if not first <= wanted <= last:
        raise Refusal(f"The tables can be had as of {first:{SECONDS}} to {last:{SECONDS}}, not of {wanted:{SECONDS}}.")
    return wanted


def _beside(place: Place, name: str, stamp: str) -> str:
    return f"{place.table(name)}-restored-{stamp}"


def _restored(place: Place) -> list[tuple[str, str]]:
    """(table, stamp) of each."""
    pages = place.client("dynamodb").get_paginator("list_tables").paginate()
    there = {name for page in pages for name in page["TableNames"]}
    found = ((name, each.removeprefix(_beside(place, name, ""))) for name in TABLES for each in sorted(there))
    return [(name, stamp) for name, stamp in found if STAMP.fullmatch(stamp)]


def _of(place: Place, stamp: str) -> list[str]:
    """The tables that were restored under the stamp. Raises Refusal where there are none."""
    names = [name for name, each in _restored(place) if each == stamp]
    if not names:
        raise Refusal(f"No tables were restored as {stamp}; `storewright restore list` tells which were.")
    return names


def _state(place: Place, physical_name: str) -> str:
    return str(place.client("dynamodb").describe_table(TableName=physical_name)["Table"]["TableStatus"])


def _wait(place: Place, physical_name: str) -> None:
    while _state(place, physical_name) != "ACTIVE":
        time.sleep(LOOK_S)


def _sides(place: Place, name: str, stamp: str) -> tuple[Side, Side]:
    now_s = int(now().timestamp())
    live, restored = (side(items(place, each), now_s) for each in (place.table(name), _beside(place, name, stamp)))
    return live, restored


def _books(found: dict[str, tuple[Side, Side]]) -> list[Row]:
    names = sorted({name for both in found.values() for each in both for name in each.books})
    return [
        {
            "book": name,
            "live": sum(both[0].books.get(name, 0) for both in found.values()),
            "restored": sum(both[1].books.get(name, 0) for both in found.values()),
        }
        for name in names
    ]


def _keys(told: Difference) -> dict[str, list[str]]:
    kinds = {"missing": told.missing, "newer": told.newer, "changed": told.changed}
    return {kind: [" ".join(key) for key in keys[:KEYS_MAX]] for kind, keys in kinds.items()}


def _wanted(told: Difference, put_back: str, within: str) -> Difference:
    def chosen(keys: list[Key]) -> list[Key]:
        return [key for key in keys if key[0].startswith(within)]

    if put_back == "missing":
        return Difference(chosen(told.missing))
    return Difference(*(chosen(keys) for keys in (told.missing, told.newer, told.changed)))


def _put_back(place: Place, name: str, stamp: str, told: Difference) -> dict[str, int]:
    """News that were said go first: a follower of the table looks there whether it has told of a change before."""
    dynamodb, live = place.client("dynamodb"), place.table(name)
    for pk, sk in sorted((*told.missing, *told.changed), key=lambda key: not key[1].startswith("EVENT#")):
        found = dynamodb.get_item(
            TableName=_beside(place, name, stamp), Key=to_wire({"pk": pk, "sk": sk}), ConsistentRead=True
        )
        dynamodb.put_item(TableName=live, Item=found["Item"])
    for pk, sk in told.newer:
        dynamodb.delete_item(TableName=live, Key=to_wire({"pk": pk, "sk": sk}))
    return {"put": len(told.missing), "put over": len(told.changed), "taken away": len(told.newer)}
