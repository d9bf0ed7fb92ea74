"""Goes on, every five minutes, with the merges and then the erasures that are not done."""

from datetime import datetime

from functions.privacy.erase_people import erase_people
from functions.privacy.merge_people import merge_people
from shared.lambdas import scheduled


def _go_on(now: datetime) -> None:
    merge_people(now)
    erase_people(now)


handler = scheduled("erase_people", _go_on)
