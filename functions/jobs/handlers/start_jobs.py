"""Hears of jobs that are to be begun or gone on with, and starts what works on them."""

from events import JobQueued
from functions.jobs.start_job import start_job
from functions.jobs.table import SPEC
from shared.queue import queue_handler

handler = queue_handler(SPEC, "jobs.start_jobs", {JobQueued: start_job})
