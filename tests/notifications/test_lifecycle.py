"""The states of a mail: every pair."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from functions.notifications.lifecycle import TRANSITIONS, Status
from functions.notifications.mail import TRIES_MAX, Kind, Mail, owed
from tests.world import NOON

README = Path(__file__).parents[2] / "functions" / "notifications" / "README.md"
MAIL = owed("evt_1", Kind.STOCK_ALERT, {}, NOON)
COMMANDS: dict[Status, Callable[[Mail], Mail]] = {
    Status.SENT: lambda mail: mail.sent(NOON),
    Status.DROPPED: lambda mail: mail.dropped(),
    Status.FAILED: lambda mail: replace(mail, tries=TRIES_MAX).tried_again(NOON),
}


@pytest.mark.parametrize(("was", "becomes"), list(itertools.product(Status, COMMANDS)))
def test_every_state_meets_every_command(was: Status, becomes: Status) -> None:
    before = replace(MAIL, status=was)
    if becomes not in TRANSITIONS[was]:
        with pytest.raises(ValueError, match=f"cannot become {becomes}"):
            COMMANDS[becomes](before)
        return
    after = COMMANDS[becomes](before)
    assert (after.status, after.version, after.next_try_at) == (becomes, 2, None)


def test_every_state_has_its_row_and_leads_only_to_states() -> None:
    assert set(TRANSITIONS) == set(Status)
    assert set().union(*TRANSITIONS.values()) <= set(Status)


def test_the_readme_draws_the_table() -> None:
    drawn = [f"{state} --> {following}" for state, after in TRANSITIONS.items() for following in sorted(after)]
    text = README.read_text()
    assert all(f"    {line}\n" in text for line in drawn)
    assert text.count(" --> ") == len(drawn) + 1  # and the way in
