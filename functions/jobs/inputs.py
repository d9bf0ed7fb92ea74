"""The bodies that requests bring."""

from typing import Annotated, Literal

from pydantic import Field

from functions.jobs.job import CHUNKS_MAX
from functions.jobs.lifecycle import Status
from functions.jobs.upload import BYTES_MAX
from shared.http import CreatedWithin, Input

Table = Literal[
    "access",
    "jobs",
    "catalog",
    "customers",
    "companies",
    "inventory",
    "payments",
    "fulfillment",
    "orders",
    "support",
    "notifications",
    "reports",
    "search",
    "privacy",
    "limits",
    "approvals",
]


class JobQuery(CreatedWithin):
    """Which jobs; one is listed where all filters hold."""

    status: Status | None = None


class NewUpload(Input):
    """How large the file is that is to come."""

    size_bytes: Annotated[int, Field(ge=1, le=BYTES_MAX)]


class Migration(Input):
    """A table to be brought into the shape of this release. segments: the parts that it is walked in, ten at a time."""

    table: Table
    segments: Annotated[int, Field(ge=1, le=CHUNKS_MAX)] = 64  # of up to 20,000 items that are rewritten, each
