"""What reports say."""

from typing import ClassVar

from shared.event import Event


class ReportReady(Event):
    """A report of a closed period was written."""

    type: ClassVar[str] = "report.ready"
    report: str  # "sales"
    period: str  # "2026-11-22"
    files: list[str]  # keys in the reports bucket
