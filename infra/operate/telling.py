"""What every command shares: where it works, how it tells what it found, and how it asks before it takes away."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.prompt import Confirm
from rich.table import Table
from rich.text import Text

from infra.operate.place import ENDPOINTS, Mistake, Place, Refusal, place_of

SHORT = 24  # characters of a value that is never folded
Row = Mapping[str, Any]
Yes = Annotated[bool, Parameter(name="--yes", negative="", help="Do it without asking first.")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class At:
    """The options of every command."""

    stage: Annotated[
        str, Parameter(env_var="STOREWRIGHT_STAGE", help="The stage: prod, dev, local, or one of shop.toml's own.")
    ] = "dev"
    local: Annotated[bool, Parameter(negative="", help="The shop that `make run` started on this machine.")] = False
    endpoints: Annotated[Path, Parameter(help="The file with the local shop's addresses.")] = ENDPOINTS
    json: Annotated[bool, Parameter(negative="", help="Answer in JSON, for programs.")] = False

    def place(self) -> Place:
        return place_of(self.stage, is_local=self.local, endpoints=self.endpoints)

    def tell(self, found: Any, *parts: Table | str) -> None:
        """`found` for programs; the parts, line by line, for people."""
        if self.json:
            print(json.dumps(found, indent=2, ensure_ascii=False, default=str))
            return
        console = Console(highlight=False)
        for each in parts:
            console.print(Text(each) if isinstance(each, str) else each)

    def confirm(self, question: str, *, yes: bool) -> None:
        """Go on only where somebody says so. Raises Refusal where they do not, Mistake where nobody is there."""
        if yes:
            return
        if self.json or not sys.stdin.isatty():
            raise Mistake("Nobody is here to be asked: say --yes to do it.")
        if not Confirm.ask(question, default=False):
            raise Refusal("Nothing was done.")


HERE = At()


def table(title: str, rows: Sequence[Row], *, nothing: str = "nothing") -> Table | str:
    """Rows with the same keys, which are the columns' names. nothing: what is said where there are no rows."""
    if not rows:
        return f"{title}: {nothing}."
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=SIMPLE_HEAD)
    for place, name in enumerate(rows[0]):
        is_number = all(isinstance(row[name], int | None) for row in rows)
        is_short = all(len(str(row[name])) <= SHORT for row in rows)
        is_whole = place == 0 or is_short  # an id, to be copied; a time or a word, which in two lines nobody reads
        made.add_column(
            name.replace("_", " "), justify="right" if is_number else "left", no_wrap=is_whole, overflow="fold"
        )
    for row in rows:
        made.add_row(*(Text("" if value is None else str(value)) for value in row.values()))
    return made


def without(rows: Sequence[Row], *names: str) -> list[Row]:
    """The rows without these columns."""
    return [{name: value for name, value in row.items() if name not in names} for row in rows]


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 message`, `3 messages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(text: str) -> datetime:
    """A time that somebody typed; in UTC where it says nothing else. Raises Mistake."""
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{text} is no time; write it like 2026-11-29T08:00Z.") from None
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
