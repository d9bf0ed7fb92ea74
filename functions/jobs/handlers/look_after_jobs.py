"""Goes on, every few minutes, with jobs whose work ended without a word."""

from functions.jobs.look_after_jobs import look_after_jobs
from shared.lambdas import scheduled

handler = scheduled("look_after_jobs", look_after_jobs)
