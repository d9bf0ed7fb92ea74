"""Which Lambdas may fail for good, as the plan has them, and what their things are called."""

import json
from functools import cache
from pathlib import Path

from shared.errors import NotFound
from shared.operations.parts import Kind, Part
from shared.settings import Settings, read_settings

FILE = Path(__file__).with_name("parts.json")  # `make generate` writes it from the plan


class Names(Settings):
    """By which rule the shop's things are called.

    system_names: what each name begins with, `storewright-prod`. queues_url: where SQS has this account's queues.
    """

    system_names: str
    queues_url: str


@cache
def parts() -> dict[str, Part]:
    """By title, in the plan's order."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    made = (Part(each["title"], Kind(each["kind"]), each.get("runs"), each.get("when", ())) for each in told)
    return {part.title: part for part in made}


def part_of(title: str) -> Part:
    """The part that is called so. Raises NotFound where none is that has dead letters."""
    if title not in parts():
        raise NotFound("queue")
    return parts()[title]


def name_of(title: str) -> str:
    """What AWS calls it, function or queue."""
    return f"{read_settings(Names).system_names}-{title}"


def url_of(title: str) -> str:
    """The queue's address."""
    return f"{read_settings(Names).queues_url}/{name_of(title)}"


def in_audit(title: str) -> str:
    """What the audit log calls it: ids there have no dashes."""
    return title.replace("-", "/", 1)
