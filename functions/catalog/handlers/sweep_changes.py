"""Ends, by the clock, larger changes of products whose writers are gone."""

from functions.catalog.chunked.sweep import sweep_changes
from shared.lambdas import scheduled

handler = scheduled("sweep_changes", sweep_changes)
