"""Closes, every hour, tickets that were solved two weeks ago."""

from functions.support.close_solved import close_solved
from shared.lambdas import scheduled

handler = scheduled("close_solved", close_solved)
