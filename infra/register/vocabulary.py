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
    of_helpdesk: bool = False  # counted only where the stage has a helpdesk


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


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A share of what is counted: of so many asked so many failed, and what the function lost before it could count."""

    of: str  # the word counted for each
    lost: str  # the word counted besides for each that failed
    function: str  # of the domain; its errors and throttles are lost ones too


@dataclass(frozen=True, kw_only=True)
class Late:
    """A share of what is measured: that which took longer."""

    of: str  # the measured word
    within_s: int


@dataclass(frozen=True, kw_only=True)
class Burn:
    """How fast the budget may go before somebody is told: so much of all of it within the long window.

    The short window says whether it still goes on. Source: Google's Site Reliability Workbook, chapter 5.
    """

    name: str
    level: Level
    spent_percent: int
    long_minutes: int
    short_minutes: int

    def rate(self, days: int) -> float:
        """How many times faster than what would last for the days."""
        return round(self.spent_percent / 100 * days * 24 * 60 / self.long_minutes, 3)


FAST = Burn(name="fast", level=Level.PAGE, spent_percent=2, long_minutes=60, short_minutes=5)
SLOW = Burn(name="slow", level=Level.TICKET, spent_percent=5, long_minutes=360, short_minutes=30)
BURNS = (FAST, SLOW)


@dataclass(frozen=True, kw_only=True)
class Objective:
    """A promise in numbers: so many of a hundred are good, over so many days. What may be bad is the budget."""

    name: str  # how its alarms' names go on after the domain's, and the name of its runbook
    promise: str  # what follows on `99.5 %`
    target_percent: float
    days: int
    at_least: int  # bad ones in the long window; fewer tell nothing of a share
    measured_by: Lost | Late
    runbook: Runbook

    @property
    def budget(self) -> float:
        """The share that may be bad."""
        return round(1 - self.target_percent / 100, 6)

    def alarm_name(self, domain: str, burn: Burn) -> str:
        """What its alarm is called after the stage's own beginning."""
        return f"{domain}-{self.name}-burns-{burn.name}"

    def alarm(self, burn: Burn) -> Alarm:
        says = (
            f"{self.target_percent:g} % {self.promise}: that is being missed, and "
            f"{burn.spent_percent} % of what {self.days} days may miss is gone within {burn.long_minutes // 60} h."
        )
        return Alarm(level=burn.level, says=says, runbook=self.runbook)


@dataclass(frozen=True, kw_only=True)
class Steady:
    """A word that is counted about as often as at this time of the week before; far fewer is an alarm."""

    name: str  # of the alarm and of its runbook
    of: str
    hours: int  # running
    deviations: int  # of the standard kind, below what is expected
    level: Level
    says: str
    runbook: Runbook

    @property
    def alarm(self) -> Alarm:
        return Alarm(level=self.level, says=self.says, runbook=self.runbook, times=self.hours)
