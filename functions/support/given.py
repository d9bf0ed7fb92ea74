"""What a change of a ticket or a macro asks for: the fields that were sent."""

from collections.abc import Collection
from typing import Any

from shared.errors import Invalid
from shared.http import Input


class NotNull(Invalid):
    """A field that must have something was sent as null."""

    def __init__(self, field: str) -> None:
        super().__init__("This field cannot be null.", param=field)


def given(body: Input, *, nullable: Collection[str]) -> dict[str, Any]:
    """The fields that were sent, as they are kept. nullable: which of them may be null. Raises NotNull."""
    changes = {name: getattr(body, name) for name in body.model_fields_set}
    for name, value in changes.items():
        if value is None and name not in nullable:
            raise NotNull(name)
    if "tags" in changes:
        changes["tags"] = tuple(dict.fromkeys(changes["tags"]))
    return changes
