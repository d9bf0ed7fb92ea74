"""The index that this Lambda answers from: fetched once a build, kept open until there is a newer one."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from functions.search import store
from functions.search.index_files import NotAnIndex, OpenIndex, form, open_index, unpack
from functions.search.published import Published, index_file
from shared import clock, telemetry
from shared.dynamo import fetch
from shared.errors import Unavailable
from shared.files import require_file

LOOKED_EVERY_S = 5  # a change is searchable so much later; a look is a read by key


@dataclass
class _Held:
    """What this process has open."""

    index: OpenIndex | None = None
    build: str | None = None
    folder: Path | None = None
    looked_at: float = float("-inf")


_held = _Held()


class NoIndex(Unavailable):
    """There is no index yet, or it is not to be had at the moment."""

    def __init__(self) -> None:
        super().__init__("The search is not ready; try again.")


def current_index() -> OpenIndex:
    """The published index. Where a newer one cannot be had, the one before goes on answering. Raises NoIndex."""
    if clock.source() - _held.looked_at >= LOOKED_EVERY_S:
        try:
            _look()
            _held.looked_at = clock.source()
        except (Unavailable, NotAnIndex) as error:
            telemetry.warn("index_not_read", error)
            telemetry.count("IndexesNotRead")
    if _held.index is None:
        raise NoIndex
    return _held.index


def forget() -> None:
    """As a process begins. For tests."""
    global _held  # noqa: PLW0603 - a process has one
    _held = _Held()


def _look() -> None:
    (published,) = fetch(store.index(form()), is_current=False)
    if published.build is None or published.build == _held.build:
        return
    before = _held.folder
    folder = _fetched(published)
    _held.index, _held.build, _held.folder = open_index(folder), published.build, folder
    if before is not None:
        shutil.rmtree(before, ignore_errors=True)


def _fetched(published: Published) -> Path:
    """The index's files, in a folder of their own."""
    assert published.build
    assert published.sha256
    content = require_file(index_file(published.form, published.build))
    folder = Path(tempfile.mkdtemp(prefix="index-"))
    try:
        unpack(content, published.sha256, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder
