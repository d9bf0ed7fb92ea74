"""What an entry of the register says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """Who is told: each has a topic of its own."""

    PAGE = "page"  # somebody gets up
    TICKET = "ticket"  # somebody looks today


@dataclass(frozen=True, kw_only=True)
class Runbook:
    """What somebody does who was told: `look` and `mend` are steps, a line that begins with `- ` or is a command.

    A command begins with `$ `. `$SHOP` in it is how the stage's names begin (`storewright-prod`), `$SECRETS` how its
    secrets' do (`storewright/prod`); `$FROM` and `$TO` are times, `$FUNCTION` is the function of the alarm. What
    follows on a line of its own goes on with the one before.
    """

    means: str
    look: str
    mend: str


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """So many in five minutes, so many times running, and somebody is told."""

    level: Level
    says: str  # the sentence in the mail
    runbook: Runbook
    at_least: int = 1
    times: int = 1


@dataclass(frozen=True)
class Word:
    """What the code counts or measures under this name, with its domain as the dimension `service`."""

    name: str
    counts: str
    alarm: Alarm | None = None  # None: only shown
    is_measured: bool = False  # a figure with a unit at the end of its name, by `telemetry.measure`


@dataclass(frozen=True, kw_only=True)
class Kind:
    """An alarm that everything of a sort has: every function, every queue, every follower of a stream."""

    name: str  # how the alarms' names end, and the name of the runbook
    says: str  # the sentence in the mail; `{title}` is the function's domain and name
    runbook: Runbook
    at_least: int = 1
    level: Level = Level.TICKET
    grave: Mapping[str, str] = field(default_factory=dict)  # the functions for which it is a page, and why

    def alarm(self, title: str) -> Alarm:
        says = self.says.format(title=title)
        if title not in self.grave:
            return Alarm(level=self.level, says=says, runbook=self.runbook, at_least=self.at_least)
        return Alarm(level=Level.PAGE, says=f"{says} {self.grave[title]}", runbook=self.runbook, at_least=self.at_least)
