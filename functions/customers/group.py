"""A group of customers, such as wholesale: a name that prices and promotions may ask for. Pure."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict

from shared import clock
from shared.errors import Invalid, Refused

GROUPS_MAX = 200  # a shop's; they are listed, and chosen from


class Group(BaseModel):
    """The group as it is kept. Who is in it stands with each customer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    version: int = 1
    name: str
    created_at: str
    updated_at: str

    def renamed(self, name: str, now: datetime) -> Self:
        """With another name; the same where it is the name it has."""
        if name == self.name:
            return self
        return self.model_copy(update={"name": name, "version": self.version + 1, "updated_at": clock.stamp(now)})


class TooManyGroups(Refused):
    """As many groups as a shop may have."""

    code = "too_many_groups"

    def __init__(self) -> None:
        super().__init__(f"There are {GROUPS_MAX} groups; remove one first.", details={"limit": GROUPS_MAX})


class UnknownGroup(Invalid):
    """No group that there is."""

    code = "unknown_group"

    def __init__(self, param: str) -> None:
        super().__init__("There is no such group.", param=param)
