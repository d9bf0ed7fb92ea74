"""Closes the days that are over: every night at 00:05 UTC, and whatever earlier nights have missed.

The five minutes are for what happened before midnight and is heard after it; what is heard later makes a new revision.
"""

from datetime import datetime

from functions.reports.close_day import close_days
from shared import clock
from shared.lambdas import scheduled


def run(due: datetime) -> None:
    """Close what was over at that time; a time to come closes no day that still goes on."""
    close_days(min(due, clock.now()))


handler = scheduled("daily_sales", run)
