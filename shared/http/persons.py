"""What of an answer is a person's: staff who may not see persons get null in its place."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel

SCOPE = "customers:read"  # what it takes to see who somebody is, where they live, and how to reach them

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class OfPerson:
    """Marks a field of an answer as a person's, which may be null: `email: Annotated[str | None, OF_PERSON]`."""


OF_PERSON = OfPerson()
Personal = Annotated[str | None, OF_PERSON]


def without_persons(shown: T) -> T:
    """The answer with null in each field that is a person's, also within its parts."""
    fields = type(shown).model_fields.items()
    left = {name: None if OF_PERSON in field.metadata else _left(getattr(shown, name)) for name, field in fields}
    return shown.model_copy(update=left)


def _left(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return without_persons(value)
    return [_left(each) for each in value] if isinstance(value, list) else value
