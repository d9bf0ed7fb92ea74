"""Closes the days that are over: every night at 00:05 UTC, and whatever earlier nights have missed."""

from functions.reports.close_day import close_days
from shared.lambdas import scheduled

handler = scheduled("daily_sales", close_days)
