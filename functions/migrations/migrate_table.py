"""Migrate a table: a job whose things are the table's segments, each walked from its beginning to its end.

A segment that is walked again, since who walked it died, finds rewritten what was; so nothing has to be kept of it.
"""

from collections.abc import Iterator
from datetime import datetime

from functions import jobs
from functions.migrations.tables import TABLES
from shared.migration import Chunk, migrate
from shared.table import TableSpec


def _segments(params: jobs.Params) -> Iterator[str]:
    return map(str, range(params["segments"]))


def _rewrite(params: jobs.Params, segments: list[str], _now: datetime) -> jobs.Worked:
    table = TABLES[params["table"]]
    walked = [chunk for segment in segments for chunk in _walk(table, int(segment), params["segments"])]
    looked_at, rewritten = (sum(figures) for figures in zip(*((c.looked, c.rewritten) for c in walked), strict=True))
    return jobs.Worked(counts={"looked_at": looked_at, "rewritten": rewritten})


def _walk(table: TableSpec, segment: int, segments: int) -> Iterator[Chunk]:
    chunk = migrate(table, segment=segment, segments=segments)
    yield chunk
    while chunk.after:
        chunk = migrate(table, chunk.after, segment=segment, segments=segments)
        yield chunk


MIGRATION = jobs.Kind.of(jobs.MIGRATION, things=_segments, work=_rewrite, chunk_size=1)
