"""The bodies that requests bring."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

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


class NewExactUpload(NewUpload):
    """The file that is to come: how large it is, of which type, and its SHA-256, hexadecimal. No other can be sent."""

    content_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-z0-9.+-]{1,60}$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Migration(Input):
    """A table to be brought into the shape of this release. segments: the parts that it is walked in, ten at a time."""

    table: Table
    segments: Annotated[int, Field(ge=1, le=CHUNKS_MAX)] = 64  # of up to 20,000 items that are rewritten, each
