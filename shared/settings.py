"""Settings: one typed model per Lambda, read once from the environment; importing a module needs none."""

import os
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

S = TypeVar("S", bound="Settings")


class Settings(BaseModel):
    """Fields are environment variables in lower case: `hold_minutes: int` reads HOLD_MINUTES."""

    model_config = ConfigDict(frozen=True, extra="ignore")


@cache
def read_settings(model: type[S]) -> S:
    """The settings of this process. Raises pydantic's ValidationError where one is missing or of the wrong type."""
    return model.model_validate({name.lower(): value for name, value in os.environ.items()})
