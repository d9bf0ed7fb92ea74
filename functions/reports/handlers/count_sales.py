"""Hears what reports count and keeps it."""

from functions.reports.fact import COUNTED
from functions.reports.note_fact import note_fact
from functions.reports.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(SPEC, "reports.count_sales", dict.fromkeys(COUNTED, note_fact))
