"""The bodies that requests bring."""

from typing import Annotated, Literal

from pydantic import Field

from functions.jobs.job import CHUNKS_MAX
from shared.http import Input

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
    "privacy",
    "limits",
    "approvals",
]


class Migration(Input):
    """A table to be brought into the shape of this release. segments: the parts that it is walked in, ten at a time."""

    table: Table
    segments: Annotated[int, Field(ge=1, le=CHUNKS_MAX)] = 64  # of up to 20,000 items that are rewritten, each
